/** Nothing here needs scripts. */
export const csr = false
