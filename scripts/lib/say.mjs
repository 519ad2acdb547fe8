/** One line of progress, with the seconds since the command started. */
export function say(message) {
  console.log(`[${elapsed()}] ${message}`);
}

/** An end that is the user's to mend: what is wrong, and the remedy. No stack trace. */
export class Problem extends Error {
  constructor(message, remedy) {
    super(message);
    this.remedy = remedy;
  }
}

/** Runs a command's main function and turns a Problem into two lines and exit code 1. */
export async function main(run) {
  try {
    process.exitCode = (await run()) ?? 0;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error(`\nFairlead: ${error.message}`);
    if (error.remedy) console.error(`          ${error.remedy}`);
    process.exitCode = 1;
  }
}

function elapsed() {
  return `${process.uptime().toFixed(0).padStart(4)} s`;
}
