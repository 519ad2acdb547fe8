/** Where a promotion can be followed in the portal. */
export function promotionUrl(options: {
  appBaseUrl: string;
  id: string;
}): string {
  return `${options.appBaseUrl.replace(/\/+$/, '')}/gitops/promotions/${options.id}`;
}
