function required(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set: run these tests with \`yarn e2e\``);
  }
  return value;
}

/** Where the portal and its sandbox answer, and where they keep what they know. */
export const portalUrl = required('FAIRLEAD_URL');
export const stateDir = required('FAIRLEAD_STATE');
export const forgeUrl = required('FAIRLEAD_FORGE_URL');
export const controlUrl = required('FAIRLEAD_CONTROL_URL');

/** The portal's token on the forge: the tests use it to do what a developer does with git. */
export const forgeToken = 'sandbox-portal-forge';
