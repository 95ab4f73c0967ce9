/** The public names of the ledger engine. @module */
export { LedgerError, type LedgerErrorCode, type LedgerErrorOptions, storageError } from './error.ts'
export { type LevelStoreOptions, openLevelStore } from './store/level.ts'
export { type MemoryStore, type MemoryStoreOptions, openMemoryStore } from './store/memory.ts'
export type { Range, Store, WriteOp, WriteOptions } from './store/store.ts'
export { GrowingTree } from './tree/append.ts'
export { useNativeHashing } from './tree/native-hash.ts'
export { type TileSource, TreeProver } from './tree/prove.ts'
