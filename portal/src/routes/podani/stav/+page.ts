/** Nothing here needs scripts, and the words of a whole proceeding are heavy. */
export const csr = false
