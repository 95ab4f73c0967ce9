/** The public names of the ledger engine. @module */
export { type AlgorithmPolicy, parseAlgorithms } from './anchor/algorithm-policy.ts'
export type { AuthoritySettings } from './anchor/anchor-lane.ts'
export type { SizedAnchor } from './anchor/anchor-proofs.ts'
export type { AnchorReader } from './anchor/anchor-reader.ts'
export type { AuthorityStatus } from './anchor/anchor-status.ts'
export { type Anchorer, type AnchorerOptions, type AnchorOutcome, createAnchorer } from './anchor/anchorer.ts'
export type { Authority } from './anchor/authority.ts'
export {
	DEVELOPMENT_AUTHORITY,
	type DevelopmentAuthority,
	openDevelopmentAuthority,
} from './anchor/development-authority.ts'
export { makeFolder, syncFolder, writeDurably } from './anchor/durable-file.ts'
export { stampGenesis } from './anchor/genesis-stamps.ts'
export type { TreeReport } from './anchor/kept-trees.ts'
export type { RehashResult } from './anchor/rehash-state.ts'
export type { EndGroup, Line } from './anchor/renewal-lines.ts'
export type { Forecast, RenewalOutcome, RenewalSettings, RenewOptions } from './anchor/renewer.ts'
export {
	checkTimestamp,
	type Imprint,
	type Stamp,
	type TimestampExpectation,
} from './anchor/timestamp-check.ts'
export { type HttpAuthoritySettings, openHttpAuthority } from './anchor/timestamp-client.ts'
export { TimestampError, type TimestampReason } from './anchor/timestamp-error.ts'
export { type TokenFacts, tokenFacts } from './anchor/token-facts.ts'
export { type BackupOptions, type BackupResult, backupFolder, backupTown } from './copy/backup.ts'
export { type FollowOptions, type FollowResult, followLog } from './copy/follow.ts'
export { type RestoreResult, restoreTown } from './copy/restore.ts'
export { LedgerError, type LedgerErrorCode, type LedgerErrorOptions, storageError } from './error.ts'
export { isInside } from './folder/real-path.ts'
export { ClosedLog } from './log/closed-log.ts'
export type { Finding } from './log/fsck.ts'
export { type Frozen, type Head, type HeadFile, openHeadFile } from './log/head-file.ts'
export { isImmutableKey } from './log/keys.ts'
export { type KeysLock, lockKeys } from './log/keys-lock.ts'
export { Log } from './log/log.ts'
export type { Idempotent } from './log/log-index.ts'
export { LogReader, type SignedHead } from './log/log-reader.ts'
export { useNativeVerifiers } from './log/native-verify.ts'
export { type ClosedOptions, createLog, type OpenOptions, openClosedLog, openLog } from './log/open.ts'
export { startPublishing } from './log/publisher.ts'
export { createSigner, openSigner, type Signer, signerFolder } from './log/signer.ts'
export type {
	Appended,
	AppendedEntry,
	Clock,
	Draft,
	Genesis,
	LogEvent,
	LogLimits,
	LogOptions,
	Published,
	RecordSink,
} from './log/types.ts'
export { type Credentials, readPkcs12 } from './seal/pkcs12.ts'
export { missingSealStatements, SEAL_STATEMENTS, type SealStatement } from './seal/qualified.ts'
export { openSeal, type Seal } from './seal/seal.ts'
export { deviceSigner, keySigner, type SealSigner } from './seal/signer.ts'
export { type LevelStoreOptions, openLevelStore } from './store/level.ts'
export { type MemoryStore, type MemoryStoreOptions, openMemoryStore } from './store/memory.ts'
export type { Range, Store, WriteOp, WriteOptions } from './store/store.ts'
export { type FsckOptions, type FsckResult, fsckTown } from './town/fsck.ts'
export { initTown, type NewTown, townExists } from './town/init.ts'
export {
	type DrillResult,
	drillKeys,
	type ListedKey,
	listKeys,
	type RotatedEpoch,
	rotateEpochs,
} from './town/keys.ts'
export { type Ledger, type OpenTownOptions, openTown, type TownStatus } from './town/open.ts'
export type { OpenPastLog, PastLog } from './town/past-logs.ts'
export { type AdminToken, ensureAdminToken, ensureServiceSecret, tokenHash } from './town/secrets.ts'
export {
	adminTokenPath,
	draftsPath,
	type TownAuthority,
	type TownSettings,
	type TownWitness,
} from './town/settings.ts'
export { readTrustFile } from './town/trust.ts'
export {
	reindexTown,
	resumeTown,
	succeedTown,
} from './town/upkeep.ts'
export { GrowingTree } from './tree/append.ts'
export { useNativeHashing } from './tree/native-hash.ts'
export { type TileSource, TreeProver } from './tree/prove.ts'
export type { ContentWriter, StoredContent } from './vault/content-writer.ts'
export type { VaultDamage } from './vault/damage-list.ts'
export { type Epoch, type Epochs, openEpochs } from './vault/epochs.ts'
export type { ReadRange } from './vault/payload-reader.ts'
export type { VaultRecord } from './vault/record-format.ts'
export type { RotationProgress } from './vault/rotation.ts'
export { accessKey, anchorBlinder } from './vault/secrets.ts'
export type { RepairReport, ScrubProgress, VaultFinding } from './vault/upkeep.ts'
export { openVault, type Vault, type VaultOptions } from './vault/vault.ts'
export {
	createWitnesses,
	type Witnesses,
	type WitnessesOptions,
	type WitnessSettings,
	type WitnessStatus,
} from './witness/witnesses.ts'
