/**
 * Everything that other packages may use of the format. The README beside it is the specification.
 * @module
 */

export type { AnchorBody, DocumentBody, GenesisBody, Predecessor, SealedBody } from './body.ts'
export {
	base64,
	compareBytes,
	concat,
	equalBytes,
	fromBase64,
	fromHex,
	fromUtf8,
	hex,
	uint64be,
	utf8,
} from './bytes.ts'
export { type Checkpoint, formatCheckpoint, parseCheckpoint } from './checkpoint.ts'
export {
	blobCid,
	type Cid,
	cidDigest,
	cidOfDigest,
	cidText,
	decodeCid,
	entryCid,
	isCid,
	parseCid,
} from './cid.ts'
export {
	checkpointMessage,
	cosignatureV1Message,
	ed25519NoteMessage,
	type SubtreeStatement,
	subtreeMessage,
	timestampedSignature,
} from './cosignature.ts'
export {
	compareCids,
	type DagLimits,
	type DagMap,
	type DagValue,
	equalDag,
	isDagMap,
	sortCids,
} from './dag.ts'
export { decodeDag } from './dag-reader.ts'
export { encodeDag } from './dag-writer.ts'
export { formatDecimal, parseDecimal } from './decimal.ts'
export {
	type DocumentsTree,
	documentNode,
	documentsPath,
	documentsRoot,
	documentsRootFromPath,
	documentsTree,
	sortedPair,
} from './documents-tree.ts'
export {
	type Bodies,
	bodyOf,
	decodeEntry,
	ENTRY_MAX,
	ENTRY_VERSION,
	type Entry,
	encodeEntry,
	genesisImprint,
	LINK_NAMES,
	type LinkName,
	type Links,
} from './entry.ts'
export { useHashLanes } from './field-tree.ts'
export {
	accessKeyIn,
	accessTag,
	checkDisclosure,
	commitFields,
	type DisclosedField,
	decodeOpening,
	disclose,
	encodeOpening,
	FIELD_MAX,
	FIELD_SLOTS,
	type FieldName,
	type Fields,
	type Opening,
	type OpeningField,
	type OpeningNull,
	openingRoot,
} from './fields.ts'
export {
	EMPTY_ROOT,
	HASH_SIZE,
	type Hash,
	type HashLanes,
	type IncrementalSha256,
	leafHash,
	newSha256,
	nodeHash,
	sha256,
	useIncrementalSha256,
	useSha256,
} from './hash.ts'
export { isJsonObject, type JsonLimits, type JsonObject, type JsonValue, parseJson } from './json.ts'
export {
	type CheckpointJudgement,
	type JudgementReason,
	type JudgementTime,
	judgeCheckpoint,
	judgeStatus,
	keysFor,
	type StatusJudgement,
} from './judge.ts'
export {
	formatNote,
	NOTE_MAX_BYTES,
	NOTE_MAX_SIGNATURES,
	type Note,
	type NoteSignature,
	parseNote,
	parseSignatureLine,
	signatureLine,
	type VerifiedSignature,
	verifyNote,
} from './note.ts'
export {
	evaluatePolicy,
	formatPolicy,
	type Policy,
	type PolicyGroup,
	type PolicyLog,
	type PolicyVerdict,
	type PolicyWitness,
	parsePolicy,
} from './policy.ts'
export {
	assembleProof,
	type ConsistencyClaim,
	checkConsistency,
	checkInclusion,
	consistencyPath,
	foldNodes,
	frontier,
	type InclusionClaim,
	inclusionPath,
	type NodeId,
	rootFromInclusion,
} from './proof.ts'
export {
	anchorImprint,
	formatReceipt,
	formatReceiptAsTlogProof,
	type LinkedAnchor,
	parseReceipt,
	RECEIPT_MAX_ANCHORS,
	RECEIPT_MAX_BYTES,
	RECEIPT_MAX_LINKED,
	RECEIPT_TYPE,
	type Receipt,
	type ReceiptAnchor,
} from './receipt.ts'
export { type RefusalCode, RefusalError } from './refusal.ts'
export {
	RENEWAL_SIZES,
	type RenewalBody,
	type RenewalDigest,
	type RenewedHeads,
	renewalHash,
	renewalImprint,
	renewalPair,
	renewalRoot,
	renewalStatement,
} from './renewal.ts'
export {
	DIGESTS_IN_LIST,
	FIELD_ROOTS_IN_BLOB,
	RENEWED_SIZE,
	renewedFieldRoot,
	renewedLeaf,
	renewedNode,
	useSha512,
} from './renewed-tree.ts'
export {
	type Act,
	formatStatus,
	parseStatus,
	type Relation,
	STATUS_MAX_ACTS,
	type State,
	type Status,
	type StatusContent,
	strongestState,
} from './status.ts'
export {
	type Bundle,
	bundlePath,
	bundlesOf,
	decodeBundle,
	encodeBundle,
	parseTilePath,
	subtreeRoot,
	TILE_HEIGHT,
	TILE_WIDTH,
	type Tile,
	tileHash,
	tileOfNode,
	tilePath,
	tilesOf,
	widthAt,
} from './tile.ts'
export { formatTlogProof, parseTlogProof, TLOG_PROOF_MAX_BYTES, type TlogProof } from './tlog-proof.ts'
export {
	formatTrust,
	parseTrust,
	TRUST_MAX_BYTES,
	TRUST_TYPE,
	type Trust,
	type TrustContent,
	type TrustedKey,
	type TrustedLog,
	type TrustedPredecessor,
	trustFingerprint,
} from './trust.ts'
export { nobleVerifiers, useVerifiers, type Verifiers } from './verifiers.ts'
export {
	formatVkey,
	isKeyName,
	makeVkey,
	NAME_MAX_BYTES,
	parseVkey,
	type SignatureType,
	sameKey,
	type Vkey,
} from './vkey.ts'
