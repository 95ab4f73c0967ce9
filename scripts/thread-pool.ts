/**
 * Imported before all else by whatever opens a town: Node takes the size of its pool of threads when it first uses one.
 *
 * Whoever waits for the disk holds a thread. Four, as Node has them, are all taken by the syncs of a few uploads, and
 * what only wants to read, a page that somebody waits for, then stands behind them. A waiting thread costs next to nothing.
 * @module
 */
process.env.UV_THREADPOOL_SIZE ??= '16'
