export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** That long ago. */
export const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

/** In so long. */
export const ahead = (ms: number) => ago(-ms);
