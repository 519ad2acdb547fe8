export async function record() {
  return 0;
}
