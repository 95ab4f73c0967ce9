#!/usr/bin/env python3
"""Writes the project's own test vectors, test/vectors/*.json.

An implementation of ledger/format/README.md that shares no code with the TypeScript one: Python's standard
library alone, recursive definitions straight from RFC 6962, no cleverness. What both agree on is specified.

    python3 scripts/vectors.py [--out FOLDER]

The output depends on nothing but this file. The tests run it again and compare with what is committed.
"""

import argparse
import hashlib
import hmac
import json
import pathlib

# --- hashes and trees --------------------------------------------------------------------------------------


def h(data):
    return hashlib.sha256(data).digest()


def leaf_hash(entry):
    return h(b"\x00" + entry)


def node_hash(left, right):
    return h(b"\x01" + left + right)


def split(n):
    """Largest power of two smaller than n (RFC 6962 section 2.1)."""
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def root(leaves):
    if not leaves:
        return h(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return node_hash(root(leaves[:k]), root(leaves[k:]))


def inclusion(m, leaves):
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return inclusion(m, leaves[:k]) + [root(leaves[k:])]
    return inclusion(m - k, leaves[k:]) + [root(leaves[:k])]


def consistency(m, leaves, whole=True):
    n = len(leaves)
    if m == n:
        return [] if whole else [root(leaves)]
    k = split(n)
    if m <= k:
        return consistency(m, leaves[:k], whole) + [root(leaves[k:])]
    return consistency(m - k, leaves[k:], False) + [root(leaves[:k])]


class Refused(Exception):
    """A claim that must be refused, with the code that says why."""


def included_root(m, n, leaf, proof):
    """Root that an inclusion proof leads to, from the top down."""
    if n == 1:
        if proof:
            raise Refused("malformed")
        return leaf
    if not proof:
        raise Refused("malformed")
    k = split(n)
    if m < k:
        return node_hash(included_root(m, k, leaf, proof[:-1]), proof[-1])
    return node_hash(proof[-1], included_root(m - k, n - k, leaf, proof[:-1]))


def consistent_roots(m, n, root1, proof, whole=True):
    """Pair of roots that a consistency proof leads to, from the top down."""
    if m == n:
        if whole:
            if proof:
                raise Refused("malformed")
            return root1, root1
        if len(proof) != 1:
            raise Refused("malformed")
        return proof[0], proof[0]
    if not proof:
        raise Refused("malformed")
    k = split(n)
    if m <= k:
        old, new = consistent_roots(m, k, root1, proof[:-1], whole)
        return old, node_hash(new, proof[-1])
    old, new = consistent_roots(m - k, n - k, root1, proof[:-1], False)
    return node_hash(proof[-1], old), node_hash(proof[-1], new)


U53 = 2**53 - 1


def judge_inclusion(c):
    try:
        if not (0 <= c["index"] < c["size"] <= U53):
            raise Refused("out-of-range")
        if any(len(x) != 32 for x in [c["leaf"], *c["proof"]]):
            raise Refused("malformed")
        if included_root(c["index"], c["size"], c["leaf"], c["proof"]) != c["root"]:
            raise Refused("root-mismatch")
    except Refused as refused:
        return str(refused)
    return None


def judge_consistency(c):
    try:
        if not (1 <= c["size1"] <= c["size2"] <= U53):
            raise Refused("out-of-range")
        hashed = [] if c["size1"] == c["size2"] else [c["root1"], c["root2"], *c["proof"]]
        if any(len(x) != 32 for x in hashed):
            raise Refused("malformed")
        roots = consistent_roots(c["size1"], c["size2"], c["root1"], c["proof"])
        if roots != (c["root1"], c["root2"]):
            raise Refused("root-mismatch")
    except Refused as refused:
        return str(refused)
    return None


def flip(data, bit):
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << (bit % 8)
    return bytes(changed)


def proof_mutations(proof, roots):
    """Named ways to spoil the hashes of a proof."""
    junk = h(b"junk")
    yield "junk after the proof", proof + [junk]
    yield "junk before the proof", [junk] + proof
    for name, value in roots:
        yield f"{name} after the proof", proof + [value]
        yield f"{name} before the proof", [value] + proof
    if proof:
        yield "last hash missing", proof[:-1]
        yield "first hash missing", proof[1:]
        yield "no hashes", []
        yield "last hash has 31 bytes", proof[:-1] + [proof[-1][:31]]
        yield "last hash has 33 bytes", proof[:-1] + [proof[-1] + b"\x00"]
        yield "first hash twice", [proof[0]] + proof
    for i, value in enumerate(proof):
        yield f"bit {8 * i + 4} of hash {i} flipped", proof[:i] + [flip(value, 8 * i + 4)] + proof[i + 1 :]
    if len(proof) > 1:
        yield "hashes reversed", proof[::-1]


ENTRIES = [b"entry %d" % i for i in range(300)]
LEAVES = [leaf_hash(e) for e in ENTRIES]


def inclusion_vectors():
    vectors = []

    def add(comment, claim, **changes):
        case = {**claim, **changes}
        vectors.append({"comment": comment, **case, "wantError": judge_inclusion(case)})

    for index, size in [(0, 1), (0, 2), (1, 2), (2, 3), (5, 7), (0, 8), (7, 8), (64, 65), (255, 257), (299, 300)]:
        leaves = LEAVES[:size]
        claim = {
            "index": index,
            "size": size,
            "leaf": leaves[index],
            "proof": inclusion(index, leaves),
            "root": root(leaves),
        }
        name = f"leaf {index} of {size}"
        add(name, claim)
        assert vectors[-1]["wantError"] is None
        add(f"{name}: index + 1", claim, index=index + 1)
        add(f"{name}: index - 1", claim, index=index - 1)
        add(f"{name}: index = size", claim, index=size)
        add(f"{name}: index beyond 2^53", claim, index=2**53 + index)
        add(f"{name}: index + 2^32", claim, index=2**32 + index)
        add(f"{name}: index and size + 2^32", claim, index=2**32 + index, size=2**32 + size)
        add(f"{name}: size beyond 2^53", claim, size=2**53 + size)
        add(f"{name}: size 0", claim, size=0)
        add(f"{name}: size doubled", claim, size=2 * size)
        add(f"{name}: size halved", claim, size=size // 2)
        add(f"{name}: size + 1", claim, size=size + 1)
        add(f"{name}: another leaf", claim, leaf=leaf_hash(b"another"))
        add(f"{name}: entry in place of its hash", claim, leaf=ENTRIES[index])
        add(f"{name}: another root", claim, root=h(b"another"))
        add(f"{name}: root of the empty tree", claim, root=h(b""))
        add(f"{name}: empty root", claim, root=b"")
        for what, proof in proof_mutations(claim["proof"], [("root", claim["root"]), ("leaf", claim["leaf"])]):
            add(f"{name}: {what}", claim, proof=proof)
    return vectors


def consistency_vectors():
    vectors = []

    def add(comment, claim, **changes):
        case = {**claim, **changes}
        vectors.append({"comment": comment, **case, "wantError": judge_consistency(case)})

    for size1, size2 in [(1, 1), (1, 2), (2, 3), (3, 7), (4, 8), (6, 8), (7, 15), (64, 129), (255, 256), (256, 300)]:
        claim = {
            "size1": size1,
            "size2": size2,
            "root1": root(LEAVES[:size1]),
            "root2": root(LEAVES[:size2]),
            "proof": consistency(size1, LEAVES[:size2]),
        }
        name = f"{size1} to {size2}"
        add(name, claim)
        assert vectors[-1]["wantError"] is None
        add(f"{name}: older size 0", claim, size1=0)
        add(f"{name}: older size 0 and nothing proven", claim, size1=0, root1=h(b""), proof=[])
        add(f"{name}: both sizes 0", claim, size1=0, size2=0, root1=h(b""), root2=h(b""), proof=[])
        add(f"{name}: older size + 1", claim, size1=size1 + 1)
        add(f"{name}: older size - 1", claim, size1=size1 - 1)
        add(f"{name}: older size larger than the newer", claim, size1=size2 + 1)
        add(f"{name}: newer size doubled", claim, size2=2 * size2)
        add(f"{name}: newer size halved", claim, size2=size2 // 2)
        add(f"{name}: newer size beyond 2^53", claim, size2=2**53 + size2)
        add(f"{name}: both sizes + 2^32", claim, size1=2**32 + size1, size2=2**32 + size2)
        add(f"{name}: sizes swapped", claim, size1=size2, size2=size1)
        add(f"{name}: roots swapped", claim, root1=claim["root2"], root2=claim["root1"])
        add(f"{name}: another older root", claim, root1=h(b"another"))
        add(f"{name}: another newer root", claim, root2=h(b"another"))
        add(f"{name}: older root too short", claim, root1=claim["root1"][:31])
        add(f"{name}: newer root empty", claim, root2=b"")
        roots = [("older root", claim["root1"]), ("newer root", claim["root2"])]
        for what, proof in proof_mutations(claim["proof"], roots):
            add(f"{name}: {what}", claim, proof=proof)
    return vectors


# --- DAG-CBOR ----------------------------------------------------------------------------------------------


class Cid(bytes):
    """Binary CID."""

    def text(self):
        alphabet = "abcdefghijklmnopqrstuvwxyz234567"
        bits = "".join(f"{b:08b}" for b in self)
        bits += "0" * (-len(bits) % 5)
        return "b" + "".join(alphabet[int(bits[i : i + 5], 2)] for i in range(0, len(bits), 5))


def entry_cid(data):
    return Cid(b"\x01\x71\x12\x20" + h(data))


def blob_cid(data):
    return Cid(b"\x01\x55\x12\x20" + h(data))


def head(major, n):
    if n < 24:
        return bytes([major << 5 | n])
    for info, width in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if n < 256**width:
            return bytes([major << 5 | info]) + n.to_bytes(width, "big")
    raise ValueError(n)


def cbor(value):
    if value is None:
        return b"\xf6"
    if value is False:
        return b"\xf4"
    if value is True:
        return b"\xf5"
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, Cid):
        return b"\xd8\x2a" + cbor(b"\x00" + bytes(value))
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        data = value.encode()
        return head(3, len(data)) + data
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(cbor, value))
    if isinstance(value, dict):
        items = sorted((k.encode(), v) for k, v in value.items())
        items.sort(key=lambda item: len(item[0]))
        return head(5, len(items)) + b"".join(cbor(k.decode()) + cbor(v) for k, v in items)
    raise TypeError(value)


def plain(value):
    """A value as JSON: bytes as {"hex"}, CIDs as {"cid"}, maps as {"map"}, so that nothing is ambiguous."""
    if isinstance(value, Cid):
        return {"cid": value.text()}
    if isinstance(value, bytes):
        return {"hex": value.hex()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {"map": {k: plain(v) for k, v in value.items()}}
    return value


def nested(depth):
    return b"\x81" * (depth - 1) + b"\x80"


def dag_vectors():
    good = []
    for comment, value in [
        ("null", None),
        ("false", False),
        ("true", True),
        ("0", 0),
        ("23, the last in one byte", 23),
        ("24", 24),
        ("255", 255),
        ("256", 256),
        ("65535", 65535),
        ("65536", 65536),
        ("2^32 - 1", 2**32 - 1),
        ("2^32", 2**32),
        ("2^53 - 1, the largest", 2**53 - 1),
        ("-1", -1),
        ("-24", -24),
        ("-25", -25),
        ("-(2^53 - 1), the smallest", -(2**53 - 1)),
        ("empty text", ""),
        ("text in NFC", "Příliš žluťoučký kůň úpěl ďábelské ódy"),
        ("text beyond the basic plane", "𝄞 and 😀"),
        ("text with a zero", "a\x00b"),
        ("U+FEFF inside a text", "a\ufeffb"),
        ("noncharacter U+FFFF", "\uffff"),
        ("text of 24 bytes", "abcdefghijklmnopqrstuvwx"),
        ("text of 300 bytes", "x" * 300),
        ("empty bytes", b""),
        ("bytes", bytes(range(40))),
        ("CID of an entry", entry_cid(b"x")),
        ("CID of a blob", blob_cid(b"x")),
        ("empty list", []),
        ("list", [1, "a", None, [True]]),
        ("empty map", {}),
        ("keys by length, then bytes", {"b": 1, "a": 2, "aa": 3, "é": 4, "": 5, "Z": 6}),
        ("keys beyond the basic plane sort by UTF-8", {"\uffff": 1, "😀": 2, "ﬀ\u0031": 3, "💥": 4}),
        ("key __proto__", {"__proto__": 1, "constructor": {"prototype": 2}}),
        ("keys that look like numbers", {"10": 1, "9": 2, "1": 3}),
        ("eight levels", json.loads("[" * 8 + "]" * 8)),
    ]:
        good.append({"comment": comment, "hex": cbor(value).hex(), "value": plain(value)})

    a = cbor("a")
    bad = [
        ("nothing", b"", "malformed"),
        ("bytes after the value", b"\x01\x00", "malformed"),
        ("two values", b"\x01\x01", "malformed"),
        ("truncated head", b"\x19\x01", "malformed"),
        ("truncated bytes", b"\x42\x00", "malformed"),
        ("truncated text", b"\x62a", "malformed"),
        ("truncated list", b"\x82\x01", "malformed"),
        ("truncated map", b"\xa1" + a, "malformed"),
        ("list of 2^32 items", b"\x9a\xff\xff\xff\xff", "malformed"),
        ("list of 2^63 items", b"\x9b\x80" + bytes(7), "malformed"),
        ("map of 2^32 items", b"\xba\xff\xff\xff\xff", "malformed"),
        ("bytes of length 2^53", b"\x5b\x00\x20" + bytes(6), "malformed"),
        ("indefinite bytes", b"\x5f\x41\x00\xff", "not-canonical"),
        ("indefinite text", b"\x7f\x61a\xff", "not-canonical"),
        ("indefinite list", b"\x9f\x01\xff", "not-canonical"),
        ("indefinite map", b"\xbf" + a + b"\x01\xff", "not-canonical"),
        ("break alone", b"\xff", "malformed"),
        ("duplicate key", b"\xa2" + a + b"\x01" + a + b"\x02", "duplicate"),
        ("unsorted keys", b"\xa2" + cbor("b") + b"\x01" + a + b"\x02", "not-canonical"),
        ("longer key first", b"\xa2" + cbor("aa") + b"\x01" + cbor("b") + b"\x02", "not-canonical"),
        ("keys sorted by bytes without length (RFC 7049 aside)", b"\xa2" + cbor("aa") + b"\x01" + cbor("z") + b"\x02", "not-canonical"),
        ("integer key", b"\xa1\x01\x01", "malformed"),
        ("bytes as key", b"\xa1\x41\x61\x01", "malformed"),
        ("indefinite key", b"\xa1\x7f\x61a\xff\x01", "not-canonical"),
        ("byte order mark", cbor("\ufeffabc"), "malformed"),
        ("byte order mark alone", cbor("\ufeff"), "malformed"),
        ("byte order mark in a key", b"\xa1" + cbor("\ufeffa") + b"\x01", "malformed"),
        ("lone high surrogate", b"\x63\xed\xa0\x80", "malformed"),
        ("lone low surrogate", b"\x63\xed\xb0\x80", "malformed"),
        ("surrogate pair in CESU-8", b"\x66\xed\xa0\xb4\xed\xb4\x9e", "malformed"),
        ("overlong UTF-8 of two bytes", b"\x62\xc0\x80", "malformed"),
        ("overlong UTF-8 of three bytes", b"\x63\xe0\x80\x80", "malformed"),
        ("overlong UTF-8 of four bytes", b"\x64\xf0\x80\x80\x80", "malformed"),
        ("UTF-8 beyond U+10FFFF", b"\x64\xf4\x90\x80\x80", "malformed"),
        ("UTF-8 lead byte f5", b"\x64\xf5\x80\x80\x80", "malformed"),
        ("stray continuation byte", b"\x61\x80", "malformed"),
        ("UTF-8 cut off", b"\x62\xe2\x82", "malformed"),
        ("UTF-8 cut off by the end of the text, not of the value", b"\x82\x61\xc3\x61\xa1", "malformed"),
        ("Latin-1", b"\x61\xe9", "malformed"),
        ("not NFC: e and combining acute", cbor("e\u0301"), "not-canonical"),
        ("not NFC: Angstrom sign", cbor("\u212b"), "not-canonical"),
        ("not NFC in a key", b"\xa1" + cbor("e\u0301") + b"\x01", "not-canonical"),
        ("half float", b"\xf9\x3c\x00", "malformed"),
        ("single float", b"\xfa\x3f\x80\x00\x00", "malformed"),
        ("double float", b"\xfb\x3f\xf0" + bytes(6), "malformed"),
        ("double float that is an integer in a map", b"\xa1" + a + b"\xfb\x40\x00" + bytes(6), "malformed"),
        ("NaN", b"\xf9\x7e\x00", "malformed"),
        ("infinity", b"\xf9\x7c\x00", "malformed"),
        ("undefined", b"\xf7", "malformed"),
        ("simple value 0", b"\xe0", "malformed"),
        ("simple value in two bytes", b"\xf8\x20", "malformed"),
        ("false in two bytes", b"\xf8\x14", "malformed"),
        ("0 in two bytes", b"\x18\x00", "not-canonical"),
        ("23 in two bytes", b"\x18\x17", "not-canonical"),
        ("24 in three bytes", b"\x19\x00\x18", "not-canonical"),
        ("255 in three bytes", b"\x19\x00\xff", "not-canonical"),
        ("65535 in five bytes", b"\x1a\x00\x00\xff\xff", "not-canonical"),
        ("2^32 - 1 in nine bytes", b"\x1b" + bytes(4) + b"\xff\xff\xff\xff", "not-canonical"),
        ("-1 in two bytes", b"\x38\x00", "not-canonical"),
        ("length in two bytes", b"\x58\x01\x00", "not-canonical"),
        ("length of a text in three bytes", b"\x79\x00\x01a", "not-canonical"),
        ("count in two bytes", b"\x98\x00", "not-canonical"),
        ("2^53", cbor(2**53), "out-of-range"),
        ("2^53 + 1", cbor(2**53 + 1), "out-of-range"),
        ("2^64 - 1", cbor(2**64 - 1), "out-of-range"),
        ("-2^53", cbor(-(2**53)), "out-of-range"),
        ("-2^64", cbor(-(2**64)), "out-of-range"),
        ("reserved argument 28", b"\x1c", "malformed"),
        ("reserved argument 30", b"\x5e", "malformed"),
        ("nine levels of lists", nested(9), "too-deep"),
        ("nine levels of maps", (b"\xa1" + a) * 8 + b"\xa0", "too-deep"),
        ("a thousand levels", nested(1000), "too-deep"),
        ("bignum", b"\xc2\x41\x01", "malformed"),
        ("date", b"\xc1\x01", "malformed"),
        ("tag 42 in three bytes", b"\xd9\x00\x2a" + cbor(b"\x00" + entry_cid(b"x")), "not-canonical"),
        ("CID as text", b"\xd8\x2a" + cbor(entry_cid(b"x").text()), "malformed"),
        ("CID without the leading zero", b"\xd8\x2a" + cbor(bytes(entry_cid(b"x"))), "malformed"),
        ("CID with a byte too many", b"\xd8\x2a" + cbor(b"\x00" + entry_cid(b"x") + b"\x00"), "malformed"),
        ("CIDv0", b"\xd8\x2a" + cbor(b"\x00\x12\x20" + h(b"x")), "malformed"),
        ("CID of dag-pb", b"\xd8\x2a" + cbor(b"\x00\x01\x70\x12\x20" + h(b"x")), "malformed"),
        ("CID with SHA-1", b"\xd8\x2a" + cbor(b"\x00\x01\x71\x11\x14" + h(b"x")[:20]), "malformed"),
        ("CID with a shortened SHA-256", b"\xd8\x2a" + cbor(b"\x00\x01\x71\x12\x1f" + h(b"x")[:31]), "malformed"),
        ("CID with the version in two bytes", b"\xd8\x2a" + cbor(b"\x00\x81\x00\x71\x12\x20" + h(b"x")), "malformed"),
        ("tag 42 around nothing", b"\xd8\x2a", "malformed"),
    ]
    return {
        "good": good,
        "bad": [{"comment": c, "hex": data.hex(), "wantError": error} for c, data, error in bad],
    }


# --- entries -----------------------------------------------------------------------------------------------


def byte_string_size(n):
    return len(head(2, n)) + n


def pad(members, start=0):
    """The shortest zero padding that makes the whole a multiple of 512, by trial."""
    rest = len(cbor({**members, "pad": b""})) - 1
    n = start
    while (rest + byte_string_size(n)) % 512:
        n += 1
    return {**members, "pad": bytes(n)}


GENESIS_CID = entry_cid(b"stands for a genesis entry")
ANCHOR_CIDS = sorted(entry_cid(b"stands for anchor %d" % i) for i in range(3))
BLOBS = [blob_cid(b"stands for blob %d" % i) for i in range(4)]
TIME = 29_780_000


def sealed(**changes):
    return {
        "v": 1,
        "kind": "sealed",
        "time": TIME,
        "anchors": [GENESIS_CID],
        "links": {},
        "body": {"content": BLOBS[0]},
        "commitment": h(b"commitment"),
        "tag": h(b"tag"),
        **changes,
    }


def public(kind, body, **changes):
    entry = sealed(kind=kind, body=body, **changes)
    del entry["tag"]
    return entry


GENESIS_BODY = {
    "origin": "ukazkov.example/log/1",
    "town": "Ukázkov",
    "keys": ["ukazkov.example/log/1+00000000+AQ=="],
    "demo": True,
}
DOCUMENT_BODY = {"content": BLOBS[0], "sha256": h(b"content")}
ANCHOR_BODY = {
    "authority": "development",
    "token": BLOBS[1],
    "note": BLOBS[2],
    "time": TIME * 60_000 + 12_345,
    "size": 17,
    "documents": h(b"documents"),
}


def without(members, *names):
    return {k: v for k, v in members.items() if k not in names}


def good_entries():
    genesis = lambda **more: public("genesis", {**GENESIS_BODY, **more}, anchors=[])
    return [
        ("sealed", sealed()),
        ("sealed with nothing public", sealed(body={})),
        ("sealed with a public part", sealed(body={"public": {"title": "Vyhláška", "pages": 3}})),
        ("time 0", sealed(time=0)),
        ("time 2^40", sealed(time=2**40)),
        ("three anchors", sealed(anchors=ANCHOR_CIDS)),
        ("32 anchors", sealed(anchors=sorted(entry_cid(b"%d" % i) for i in range(32)))),
        (
            "every link",
            sealed(
                links={
                    "supersedes": ANCHOR_CIDS[:1],
                    "corrects": ANCHOR_CIDS[1:2],
                    "annuls": ANCHOR_CIDS[2:],
                    "disposes": ANCHOR_CIDS,
                    "previous": ANCHOR_CIDS[:2],
                    "policy": ANCHOR_CIDS[1:],
                }
            ),
        ),
        ("genesis", genesis()),
        ("genesis with a stamp", genesis(stamps=[b"stands for a token"])),
        (
            "genesis of a second log",
            genesis(predecessor={"origin": "ukazkov.example/log/1", "size": 900, "root": h(b"root"), "lost": [890, 900]}),
        ),
        (
            "genesis of a second log, nothing lost",
            genesis(predecessor={"origin": "ukazkov.example/log/1", "size": 900, "root": h(b"root")}),
        ),
        ("document", public("document", DOCUMENT_BODY)),
        ("document with a public part", public("document", {**DOCUMENT_BODY, "public": {"name": "rozpočet.pdf"}})),
        ("anchor", public("anchor", ANCHOR_BODY)),
        ("anchor without documents", public("anchor", {**ANCHOR_BODY, "documents": None})),
        ("disposal", public("disposal", {}, links={"disposes": ANCHOR_CIDS[:1]})),
        ("kind of a later version", public("decision-2", {"anything": [1, {"goes": None}]})),
        ("kind of 32 characters", public("k" * 32, {})),
    ]


def bad_entries():
    def at(members, **changes):
        return cbor({**pad(members), **changes})

    ok = cbor(pad(sealed()))
    raw = pad(sealed())
    body_at = ok.index(b"\x64body")
    return [
        ("nothing", b"", "malformed"),
        ("a list", cbor([1]), "malformed"),
        ("bytes after the entry", ok + b"\x00", "malformed"),
        ("another entry behind it", ok + ok, "malformed"),
        ("last byte missing", ok[:-1], "malformed"),
        ("version 2", at(sealed(v=2)), "unsupported-version"),
        ("version 2 with a member that version 1 does not know", at(sealed(v=2, extra=1)), "unsupported-version"),
        ("version 0", at(sealed(v=0)), "malformed"),
        ("version as text", at(sealed(v="1")), "malformed"),
        ("version missing", at(without(sealed(), "v")), "malformed"),
        ("pad missing", cbor(sealed()), "malformed"),
        ("pad as text", cbor({**raw, "pad": raw["pad"].decode()}), "malformed"),
        ("pad not zero at its end", cbor({**raw, "pad": raw["pad"][:-1] + b"\x01"}), "not-canonical"),
        ("pad not zero at its beginning", cbor({**raw, "pad": b"\x80" + raw["pad"][1:]}), "not-canonical"),
        ("pad a byte too short", cbor({**raw, "pad": raw["pad"][1:]}), "not-canonical"),
        ("pad a byte too long", cbor({**raw, "pad": raw["pad"] + b"\x00"}), "not-canonical"),
        ("pad empty", cbor({**raw, "pad": b""}), "not-canonical"),
        ("pad a block too long", cbor(pad(sealed(), len(raw["pad"]) + 1)), "not-canonical"),
        ("unknown member", at(sealed(extra=1)), "malformed"),
        ("unknown member in place of a known one", at({**without(sealed(), "body"), "bodx": {}}), "malformed"),
        ("kind missing", at(without(sealed(), "kind")), "malformed"),
        ("kind with an upper-case letter", at(public("Document", {})), "malformed"),
        ("kind beginning with a digit", at(public("1document", {})), "malformed"),
        ("kind empty", at(public("", {})), "malformed"),
        ("kind of 33 characters", at(public("k" * 33, {})), "malformed"),
        ("kind with a line break", at(public("document\n", {})), "malformed"),
        ("time negative", at(sealed(time=-1)), "out-of-range"),
        ("time beyond 2^40", at(sealed(time=2**40 + 1)), "out-of-range"),
        ("time beyond 2^53", at(sealed(time=2**53)), "out-of-range"),
        ("time as text", at(sealed(time="0")), "malformed"),
        ("time missing", at(without(sealed(), "time")), "malformed"),
        ("no anchor", at(sealed(anchors=[])), "malformed"),
        ("anchors missing", at(without(sealed(), "anchors")), "malformed"),
        ("33 anchors", at(sealed(anchors=sorted(entry_cid(b"%d" % i) for i in range(33)))), "malformed"),
        ("anchors unsorted", at(sealed(anchors=ANCHOR_CIDS[::-1])), "not-canonical"),
        ("anchor twice", at(sealed(anchors=ANCHOR_CIDS[:1] * 2)), "duplicate"),
        ("anchor that is a blob", at(sealed(anchors=[BLOBS[0]])), "malformed"),
        ("anchor as bytes", at(sealed(anchors=[bytes(GENESIS_CID)])), "malformed"),
        ("genesis with an anchor", at(public("genesis", GENESIS_BODY)), "malformed"),
        ("links missing", at(without(sealed(), "links")), "malformed"),
        ("links as a list", at(sealed(links=[])), "malformed"),
        ("unknown link", at(sealed(links={"replaces": ANCHOR_CIDS})), "malformed"),
        ("link named like a property of objects", at(sealed(links={"constructor": ANCHOR_CIDS})), "malformed"),
        ("link to nothing", at(sealed(links={"corrects": []})), "malformed"),
        ("links unsorted", at(sealed(links={"corrects": ANCHOR_CIDS[::-1]})), "not-canonical"),
        ("link twice", at(sealed(links={"corrects": ANCHOR_CIDS[:1] * 2})), "duplicate"),
        ("link to a blob", at(sealed(links={"corrects": [BLOBS[0]]})), "malformed"),
        ("body missing", at(without(sealed(), "body")), "malformed"),
        ("body as a list", at(sealed(body=[])), "malformed"),
        ("body as a CID", at(sealed(body=BLOBS[0])), "malformed"),
        ("commitment of 31 bytes", at(sealed(commitment=bytes(31))), "malformed"),
        ("commitment as text", at(sealed(commitment="a" * 32)), "malformed"),
        ("commitment missing", at(without(sealed(), "commitment")), "malformed"),
        ("sealed without a tag", at(without(sealed(), "tag")), "malformed"),
        ("tag of 31 bytes", at(sealed(tag=bytes(31))), "malformed"),
        ("tag null", at(sealed(tag=None)), "malformed"),
        ("document with a tag", at(sealed(kind="document", body=DOCUMENT_BODY)), "malformed"),
        ("sealed with a member of its own", at(sealed(body={"sha256": h(b"")})), "malformed"),
        ("sealed content that is an entry", at(sealed(body={"content": GENESIS_CID})), "malformed"),
        ("sealed public part that is text", at(sealed(body={"public": "x"})), "malformed"),
        ("document without content", at(public("document", without(DOCUMENT_BODY, "content"))), "malformed"),
        ("document without its hash", at(public("document", without(DOCUMENT_BODY, "sha256"))), "malformed"),
        ("document with a short hash", at(public("document", {**DOCUMENT_BODY, "sha256": bytes(20)})), "malformed"),
        ("genesis without keys", at(public("genesis", {**GENESIS_BODY, "keys": []}, anchors=[])), "malformed"),
        ("genesis without demo", at(public("genesis", without(GENESIS_BODY, "demo"), anchors=[])), "malformed"),
        ("genesis with no stamps", at(public("genesis", {**GENESIS_BODY, "stamps": []}, anchors=[])), "malformed"),
        (
            "genesis whose predecessor lost nothing from 5 to 5",
            at(
                public(
                    "genesis",
                    {**GENESIS_BODY, "predecessor": {"origin": "o", "size": 9, "root": bytes(32), "lost": [5, 5]}},
                    anchors=[],
                )
            ),
            "malformed",
        ),
        (
            "genesis whose predecessor has an unknown member",
            at(
                public(
                    "genesis",
                    {**GENESIS_BODY, "predecessor": {"origin": "o", "size": 9, "root": bytes(32), "why": "x"}},
                    anchors=[],
                )
            ),
            "malformed",
        ),
        ("anchor of size 0", at(public("anchor", {**ANCHOR_BODY, "size": 0})), "malformed"),
        ("anchor without documents member", at(public("anchor", without(ANCHOR_BODY, "documents"))), "malformed"),
        ("anchor with an authority in upper case", at(public("anchor", {**ANCHOR_BODY, "authority": "TSA"})), "malformed"),
        ("anchor with an unknown member", at(public("anchor", {**ANCHOR_BODY, "extra": 1})), "malformed"),
        ("disposal of nothing", at(public("disposal", {})), "malformed"),
        (
            "disposal with a body",
            at(public("disposal", {"reason": "x"}, links={"disposes": ANCHOR_CIDS})),
            "malformed",
        ),
        ("body nested too deep", at(public("later", {"x": json.loads("[" * 7 + "]" * 7)})), "too-deep"),
        ("text not in NFC", at(public("later", {"x": "e\u0301"})), "not-canonical"),
        ("text with a byte order mark", at(public("later", {"x": "\ufeff"})), "malformed"),
        ("a float", ok[:body_at] + b"\x64body" + b"\xf9\x00\x00" + ok[body_at + 5 :], "malformed"),
    ]


def entry_vectors():
    good = []
    for comment, members in good_entries():
        data = cbor(pad(members))
        assert len(data) % 512 == 0 and len(data) <= 65_024, comment
        good.append(
            {
                "comment": comment,
                "hex": data.hex(),
                "value": {k: plain(v) for k, v in members.items()},
                "cid": entry_cid(data).text(),
                "leafHash": leaf_hash(data),
            }
        )
    bad = [{"comment": c, "hex": data.hex(), "wantError": error} for c, data, error in bad_entries()]
    stamped = public("genesis", {**GENESIS_BODY, "stamps": [b"stands for a token"]}, anchors=[])
    bare = public("genesis", GENESIS_BODY, anchors=[])
    return {
        "good": good,
        "bad": bad,
        "genesisImprint": {"hex": cbor(pad(stamped)).hex(), "imprint": h(cbor(pad(bare)))},
    }


# --- private fields ----------------------------------------------------------------------------------------

SLOTS = {
    "time": 0,
    "actor": 1,
    "idempotency": 2,
    "origin": 3,
    "kind": 8,
    "content": 9,
    "metadata": 10,
    "object": 11,
    "purpose": 12,
    "grant": 13,
}


def salt(label, i):
    return h(b"%s %d" % (label.encode(), i))


def commit(label, fields):
    """Field tree as nested definitions; salts are numbered: fields by slot, then nulls by position."""
    ordered = sorted(fields, key=SLOTS.get)
    leaves = {}
    for i, name in enumerate(ordered):
        leaves[SLOTS[name]] = cbor([name, fields[name], salt(label, i)])

    def span(position):
        depth = position.bit_length() - 1
        width = 16 >> depth
        first = (position - (1 << depth)) * width
        return range(first, first + width)

    def nulls(position):
        used = [s for s in span(position) if s in leaves]
        if position > 1 and not used:
            return [position]
        if position >= 16:
            return []
        return nulls(2 * position) + nulls(2 * position + 1)

    salts = {p: salt(label, len(ordered) + i) for i, p in enumerate(sorted(nulls(1)))}

    def node(position):
        if position in salts:
            return leaf_hash(cbor(["", None, salts[position]]))
        if position >= 16:
            return leaf_hash(leaves[position - 16])
        return node_hash(node(2 * position), node(2 * position + 1))

    def path(slot):
        position, hashes = 16 + slot, []
        while position > 1:
            # A sibling below a null cannot occur: a null covers only subtrees without fields.
            hashes.append(node(position ^ 1))
            position //= 2
        return hashes

    return {
        "fields": {name: plain(fields[name]) for name in ordered},
        "salts": [salt(label, i) for i in range(len(ordered) + len(salts))],
        "nulls": sorted(salts),
        "commitment": node(1),
        "clientRoot": node(3),
        "opening": cbor(
            {"fields": [leaves[SLOTS[n]] for n in ordered], "nulls": [[p, salts[p]] for p in sorted(salts)]}
        ).hex(),
        "disclosures": [{"name": n, "leaf": leaves[SLOTS[n]].hex(), "path": path(SLOTS[n])} for n in ordered],
    }


def commitment_vectors():
    cases = [
        ("no fields at all", {}),
        ("time alone", {"time": 1_786_800_012_345}),
        ("one field of the client", {"content": h(b"content")}),
        (
            "an uploaded document",
            {
                "time": 1_786_800_012_345,
                "kind": "document",
                "content": h(b"content"),
                "metadata": {"file": {"name": "žádost.pdf", "type": "application/pdf", "size": 1024}},
            },
        ),
        (
            "an access",
            {
                "time": 1_786_800_012_345,
                "actor": "admin",
                "kind": "access",
                "object": GENESIS_CID,
                "metadata": {"action": "content"},
                "purpose": "vyřízení podání",
            },
        ),
        (
            "every field",
            {
                "time": 0,
                "actor": {"name": "Úřad"},
                "idempotency": {"key": h(b"key"), "request": h(b"request")},
                "origin": b"signature",
                "kind": "document",
                "content": h(b"content"),
                "metadata": {"data": {"deep": [[[1]]]}},
                "object": GENESIS_CID,
                "purpose": "",
                "grant": GENESIS_CID,
            },
        ),
        (
            "an examination of signatures",
            {
                "time": 1_786_800_012_345,
                "actor": "letopis",
                "kind": "signature-check",
                "content": h(b"content"),
                "metadata": {
                    "version": GENESIS_CID,
                    "data": {
                        "by": "letopis 0.1.0",
                        "at": 1_786_800_012_000,
                        "roots": 0,
                        "indication": "INDETERMINATE",
                        "cut": None,
                        "signatures": [
                            {
                                "name": {"cs": "1. podpis", "en": "signature 1"},
                                "is": "signature",
                                "indication": "INDETERMINATE",
                                "sub": "NO_CERTIFICATE_CHAIN_FOUND",
                                "sentence": {"cs": "Bez kořenů nelze říci, čí je.", "en": "Without roots nobody can say."},
                                "signer": {"name": "CN=Jana", "issuer": "CN=CA", "serial": "01", "fingerprint": "ab" * 32},
                                "claimed": 1_786_800_000_000,
                                "proven": None,
                                "certificatesUntil": 1_900_000_000_000,
                                "coversAll": True,
                                "algorithm": {"name": "RSA 2048", "until": 1_861_920_000_000},
                                "stamps": [{"verdict": "open", "time": None, "signer": None, "until": None}],
                                "checks": [{"id": "sig-value", "ok": "yes", "sentence": {"cs": "Platí.", "en": "It holds."}}],
                            }
                        ],
                        "omitted": 0,
                        "second": None,
                    },
                },
                "object": GENESIS_CID,
                "grant": "signature-check",
            },
        ),
    ]
    good = [{"comment": c, **commit(c, fields)} for c, fields in cases]

    upload = commit(*cases[3])
    time = upload["disclosures"][0]
    kind = upload["disclosures"][1]
    access = commit(*cases[4])
    root_ = upload["commitment"]
    s = h(b"salt")

    def leaf(*items):
        return cbor(list(items)).hex()

    def case(comment, error, leaf=time["leaf"], path=time["path"], commitment=root_):
        return {"comment": comment, "commitment": commitment, "leaf": leaf, "path": path, "wantError": error}

    bad = [
        case("another value", "commitment-mismatch", leaf=leaf("time", 1, upload["salts"][0])),
        case("another salt", "commitment-mismatch", leaf=leaf("time", 1_786_800_012_345, s)),
        case("another commitment", "commitment-mismatch", commitment=access["commitment"]),
        case("field of another entry", "commitment-mismatch", leaf=access["disclosures"][0]["leaf"]),
        case("path of another field", "commitment-mismatch", path=kind["path"]),
        case("name in the slot of another", "commitment-mismatch", leaf=leaf("actor", "x", s)),
        case("three hashes", "malformed", path=time["path"][:3]),
        case("five hashes", "malformed", path=time["path"] + [h(b"")]),
        case("no hashes, commitment is the leaf", "malformed", path=[], commitment=leaf_hash(bytes.fromhex(time["leaf"]))),
        case("hash of 31 bytes", "malformed", path=time["path"][:3] + [time["path"][3][:31]]),
        case("a flipped bit in the path", "commitment-mismatch", path=time["path"][:3] + [flip(time["path"][3], 7)]),
        case("path reversed", "commitment-mismatch", path=time["path"][::-1]),
        case("unknown name", "malformed", leaf=leaf("author", "x", s)),
        case("name of an object's property", "malformed", leaf=leaf("constructor", "x", s)),
        case("empty name of a null", "malformed", leaf=leaf("", None, s)),
        case("salt of 31 bytes", "malformed", leaf=leaf("time", 1, s[:31])),
        case("no salt", "malformed", leaf=leaf("time", 1)),
        case("four items", "malformed", leaf=leaf("time", 1, s, 1)),
        case("a map", "malformed", leaf=cbor({"time": 1}).hex()),
        case("time as text", "malformed", leaf=leaf("time", "1", s)),
        case("time negative", "malformed", leaf=leaf("time", -1, s)),
        case("content of 31 bytes", "malformed", leaf=leaf("content", bytes(31), s)),
        case("kind in upper case", "malformed", leaf=leaf("kind", "Document", s)),
        case("metadata as text", "malformed", leaf=leaf("metadata", "x", s)),
        case("object as text", "malformed", leaf=leaf("object", GENESIS_CID.text(), s)),
        case("actor as a number", "malformed", leaf=leaf("actor", 1, s)),
        case("idempotency without request", "malformed", leaf=leaf("idempotency", {"key": s}, s)),
        case("leaf not canonical", "not-canonical", leaf="83" + "7804" + "74696d65" + "01" + cbor(s).hex()),
        case("bytes after the leaf", "malformed", leaf=time["leaf"] + "00"),
        case("value nested too deep", "too-deep", leaf=leaf("metadata", {"x": json.loads("[" * 7 + "]" * 7)}, s)),
        case("leaf empty", "malformed", leaf=""),
    ]
    key = h(b"access key")
    tags = [
        {"key": key, "n": n, "tag": hmac.new(key, n.to_bytes(8, "big"), hashlib.sha256).digest()}
        for n in (1, 2, 255, 256, 2**32, 2**53 - 1)
    ]
    successors = []
    for origin in ("ukazkov.example/log/2", "ukazkov.example/log/3", "město.example/log/2"):
        later = hmac.new(key, origin.encode(), hashlib.sha256).digest()
        tag = hmac.new(later, (1).to_bytes(8, "big"), hashlib.sha256).digest()
        successors.append({"key": key, "origin": origin, "later": later, "tag": tag})
    return {"good": good, "bad": bad, "tags": tags, "successors": successors}


# --- tiles -------------------------------------------------------------------------------------------------


def tile_path(level, index, width):
    groups = [f"{index % 1000:03d}"]
    index //= 1000
    while index:
        groups.insert(0, f"x{index % 1000:03d}")
        index //= 1000
    return f"tile/{level}/{'/'.join(groups)}" + (f".p/{width}" if width < 256 else "")


def tile_vectors():
    good = []
    for level in (0, 1, 6, 9, 10, 63, "entries"):
        for index, width in [(0, 1), (0, 255), (0, 256), (999, 256), (1000, 17), (1234067, 256), (2**45 - 1, 255)]:
            good.append(
                {
                    "path": tile_path(level, index, width),
                    "level": None if level == "entries" else level,
                    "index": index,
                    "width": width,
                }
            )
    good.append({"path": "tile/15/x123/x456/789.p/41", "level": 15, "index": 123456789, "width": 41})

    bad = [
        ("traversal", "tile/0/../../etc/passwd", "malformed"),
        ("traversal in the middle", "tile/0/x001/../234", "malformed"),
        ("encoded traversal", "tile/0/%2e%2e/000", "malformed"),
        ("backslash", "tile\\0\\000", "malformed"),
        ("leading slash", "/tile/0/000", "malformed"),
        ("doubled slash", "tile//0/000", "malformed"),
        ("trailing slash", "tile/0/000/", "malformed"),
        ("line break after it", "tile/0/000\n", "malformed"),
        ("zero byte after it", "tile/0/000\x00", "malformed"),
        ("query", "tile/0/000?x", "malformed"),
        ("level with a leading zero", "tile/00/000", "malformed"),
        ("level 64", "tile/64/000", "out-of-range"),
        ("level 100", "tile/100/000", "malformed"),
        ("level negative", "tile/-1/000", "malformed"),
        ("level missing", "tile/000", "malformed"),
        ("data tile", "tile/data/000", "malformed"),
        ("entries in upper case", "tile/ENTRIES/000", "malformed"),
        ("index of one digit", "tile/0/1", "malformed"),
        ("index of four digits", "tile/0/0001", "malformed"),
        ("index with a superfluous group", "tile/0/x000/001", "not-canonical"),
        ("index with two superfluous groups", "tile/0/x000/x000/001", "not-canonical"),
        ("group without x", "tile/0/001/234", "malformed"),
        ("x on the last group", "tile/0/x001/x234", "malformed"),
        ("index in hex", "tile/0/0a1", "malformed"),
        ("index in other digits", "tile/0/٠٠١", "malformed"),
        ("index negative", "tile/0/-01", "malformed"),
        ("partial of width 0", "tile/0/000.p/0", "malformed"),
        ("partial of full width", "tile/0/000.p/256", "not-canonical"),
        ("partial wider than a tile", "tile/0/000.p/257", "out-of-range"),
        ("partial with a leading zero", "tile/0/000.p/05", "malformed"),
        ("partial without width", "tile/0/000.p/", "malformed"),
        ("partial without slash", "tile/0/000.p5", "malformed"),
        ("partial twice", "tile/0/000.p/5.p/5", "malformed"),
        ("partial of a group", "tile/0/x001.p/5/234", "malformed"),
        ("index beyond 2^45", tile_path(0, 2**45, 256), "out-of-range"),
        ("index beyond 2^53", tile_path(0, 2**53, 256), "out-of-range"),
        ("bundle beyond 2^53", tile_path("entries", 2**53, 256), "out-of-range"),
        ("index of 30 digits", "tile/0/" + "x999/" * 9 + "999", "malformed"),
        ("empty", "", "malformed"),
        ("checkpoint", "checkpoint", "malformed"),
    ]

    sizes = []
    for size in (0, 1, 2, 255, 256, 257, 511, 512, 65535, 65536, 65537, 70000):
        tiles, nodes, level = [], size, 0
        while nodes:
            tiles += [tile_path(level, i, 256) for i in range(nodes // 256)]
            if nodes % 256:
                tiles.append(tile_path(level, nodes // 256, nodes % 256))
            nodes, level = nodes // 256, level + 1
        bundles = [t.replace("tile/0/", "tile/entries/") for t in tiles if t.startswith("tile/0/")]
        # Long lists are compared by count and hash.
        sizes.append(
            {
                "size": size,
                "tiles": len(tiles),
                "tilesHash": h("\n".join(tiles).encode()),
                "bundles": len(bundles),
                "bundlesHash": h("\n".join(bundles).encode()),
            }
        )

    entries = [b"", b"a", bytes(300), "é".encode()]
    bundle = b"".join(len(e).to_bytes(2, "big") + e for e in entries)
    return {
        "good": good,
        "bad": [{"comment": c, "path": p, "wantError": e} for c, p, e in bad],
        "sizes": sizes,
        "bundle": {"entries": [e.hex() for e in entries], "hex": bundle.hex()},
        "root300": {"leaves": b"".join(LEAVES).hex(), "root": root(LEAVES), "full": root(LEAVES[:256])},
    }


# --- anchors -----------------------------------------------------------------------------------------------


def sorted_pair(a, b):
    return h(min(a, b) + max(a, b))


def documents_levels(nodes):
    levels = [nodes]
    while len(levels[-1]) > 1:
        row = levels[-1]
        pairs = [row[i : i + 2] for i in range(0, len(row), 2)]
        levels.append([sorted_pair(*pair) if len(pair) == 2 else pair[0] for pair in pairs])
    return levels


def anchor_vectors():
    vectors = []
    for count in (0, 1, 2, 3, 4, 5, 7, 8, 13):
        note = f"ukazkov.example/log/1\n{count + 1}\nnot a real root\n\n— not a signature\n"
        documents = [{"digest": h(b"document %d" % i), "blinder": h(b"r %d" % i)} for i in range(count)]
        nodes = [sorted_pair(d["digest"], d["blinder"]) for d in documents]
        head_ = h(note.encode())
        if count:
            levels = documents_levels(nodes)
            d = levels[-1][0]
            paths = []
            for i in range(count):
                path = []
                for row in levels[:-1]:
                    if i ^ 1 < len(row):
                        path.append(row[i ^ 1])
                    i //= 2
                paths.append(path)
            imprint = sorted_pair(head_, d)
        else:
            d, paths, imprint = None, [], head_
        vectors.append(
            {
                "comment": f"{count} documents",
                "note": note,
                "documents": documents,
                "nodes": nodes,
                "paths": paths,
                "root": d,
                "imprint": imprint,
            }
        )
    return vectors


# --- files -------------------------------------------------------------------------------------------------

FILES = {
    "inclusion": (inclusion_vectors, "RFC 6962 section 2.1.1, RFC 9162 section 2.1.3"),
    "consistency": (consistency_vectors, "RFC 6962 section 2.1.2, RFC 9162 section 2.1.4"),
    "dag": (dag_vectors, "ledger/format/README.md, DAG profile"),
    "entries": (entry_vectors, "ledger/format/README.md, entry"),
    "commitments": (commitment_vectors, "ledger/format/README.md, private fields"),
    "tiles": (tile_vectors, "C2SP tlog-tiles"),
    "anchors": (anchor_vectors, "ledger/format/README.md, document tree and imprint"),
}


def hexed(value):
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list):
        return [hexed(v) for v in value]
    if isinstance(value, dict):
        return {k: hexed(v) for k, v in value.items()}
    return value


def main():
    default = pathlib.Path(__file__).resolve().parent.parent / "test" / "vectors"
    parser = argparse.ArgumentParser(description="Write the test vectors.")
    parser.add_argument("--out", type=pathlib.Path, default=default, help=f"folder to write to ({default})")
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    for name, (make, source) in FILES.items():
        document = {"source": source, "vectors": hexed(make())}
        text = json.dumps(document, ensure_ascii=True, indent=1) + "\n"
        (out / f"{name}.json").write_text(text, encoding="ascii")


if __name__ == "__main__":
    main()
