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
export {
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
export { type RefusalCode, RefusalError } from './refusal.ts'
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
