#!/usr/bin/env python3
"""Writes test/vectors/notes-*.json: vkeys, notes, checkpoints, cosigned messages, tlog-proofs and policies.

Usage: python3 scripts/vectors-notes.py [folder]
Deterministic: two runs write the same bytes. A case with `wantError` must be refused with that code.
"""

import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True
from notes_format import (  # noqa: E402
    EMPTY_ROOT, L, P, Signer, add, b64, checkpoint, encode_point, filler, multiply, note, point_of, recover_x,
    sha256, subtree_message, torsion_point, vkey, BASE,
)

ORIGIN = "ukazkov.example/log/1"
LOG = Signer(ORIGIN)
WITNESSES = [Signer(f"witness-{n}.example", 4) for n in (1, 2, 3)]
STRANGER = Signer("stranger.example")
ROOT = filler("root", 32)
TEXT = checkpoint(ORIGIN, 42, ROOT)
MLDSA_KEY = filler("an ML-DSA-44 key", 1312)
SIGNED_NOTE = "C2SP signed-note"


def case(comment, want_error=None, source=SIGNED_NOTE, **members):
    members = {"comment": comment, "source": source, **members}
    return members if want_error is None else {**members, "wantError": want_error}


def vkeys():
    spec = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    public = LOG.key.public

    def good(comment, name, kind, key):
        identity = {"name": name, "type": kind, "key": key.hex()}
        return case(comment, vkey=vkey(name, kind, key), want=identity)

    plus = next(k for k in (Signer(f"plus {i}").key.public for i in range(99)) if "+" in b64(b"\x01" + k))
    yield good("Ed25519", ORIGIN, 1, public)
    yield good("Ed25519 cosignature", "witness.example", 4, public)
    yield good("ML-DSA-44", ORIGIN, 6, MLDSA_KEY)
    yield good("a + inside the base64", "plus.example", 1, plus)
    yield good("a name beyond ASCII", "Ukázkov/kronika", 1, public)
    yield good("a name of 255 bytes", "n" * 255, 1, public)
    yield case("the example of the specification", vkey=spec)

    def bad(comment, text, code="malformed"):
        return case(comment, code, vkey=text)

    text = LOG.vkey
    name, identity, material = text.split("+", 2)
    yield bad("empty", "")
    yield bad("upper-case key ID", f"{name}+{identity.upper()}+{material}")
    yield bad("key ID of 7 digits", f"{name}+{identity[1:]}+{material}")
    yield bad("key ID of another key", f"{name}+{STRANGER.id.hex()}+{material}")
    yield bad("name changed under the key ID", f"x{text}")
    yield bad("no material", f"{name}+{identity}+")
    yield bad("only two parts", f"{name}+{identity}")
    yield bad("newline after it", text + "\n")
    yield bad("space before it", " " + text)
    yield bad("empty name", vkey("", 1, public))
    for label, space in (("space", " "), ("no-break space", "\u00a0"), ("line separator", "\u2028"), ("tab", "\t")):
        yield bad(f"name with a {label}", vkey(f"a{space}b", 1, public))
    yield bad("name with a control character", vkey("a\u0007b", 1, public))
    yield bad("name of 256 bytes", vkey("n" * 256, 1, public), "too-large")
    yield bad("over 4096 characters", text + "A" * 4096, "too-large")
    yield bad("ECDSA, type 2", vkey(name, 2, public), "unsupported-version")
    yield bad("RFC 6962, type 5", vkey(name, 5, public), "unsupported-version")
    yield bad("type 255", vkey(name, 255, public), "unsupported-version")
    yield bad("Ed25519 key of 31 bytes", vkey(name, 1, public[:31]))
    yield bad("ML-DSA-44 key of 32 bytes", vkey(name, 6, public))
    yield bad("Ed25519 type with an ML-DSA-44 key", vkey(name, 1, MLDSA_KEY))
    mldsa = vkey(name, 6, MLDSA_KEY)
    yield bad("no padding", mldsa.rstrip("="))
    stray = mldsa[:-2] + chr(ord(mldsa[-2]) + 1) + "="
    yield bad("stray bits in the base64", stray, "not-canonical")
    yield bad("URL alphabet", vkey("plus.example", 1, plus)[:-20] + "-" * 20)
    edge = next(y for y in range(2, 99) if recover_x(y, 0) is None)
    small = next(k for k in range(2, 19) if recover_x(k, 0) is not None)
    mixed = add(multiply(7, BASE), torsion_point())
    for label, key in (
        ("no point of the curve", edge.to_bytes(32, "little")),
        ("the neutral point", (1).to_bytes(32, "little")),
        ("a point of order 4", bytes(32)),
        ("a point of order 8", encode_point(torsion_point())),
        ("a point of mixed order", encode_point(mixed)),
        ("y not reduced", (small + P).to_bytes(32, "little")),
        ("negative zero as x", (1 | 1 << 255).to_bytes(32, "little")),
    ):
        yield case(f"Ed25519 key that is {label}", "malformed", "RFC 8032 5.1.3", vkey=vkey(name, 1, key))


def notes():
    ours = [LOG.vkey, WITNESSES[0].vkey]
    line, other = LOG.line(TEXT), STRANGER.line(TEXT)

    def good(comment, whole, verified, keys=ours, text=TEXT):
        found = [{"name": s.name, "timestamp": t} for s, t in verified]
        return case(comment, note=whole, vkeys=keys, want={"text": text, "verified": found})

    yield good("one signature", note(TEXT, line), [(LOG, None)])
    yield good("a stranger's signature beside it", note(TEXT, other, line), [(LOG, None)])
    yield good("only a stranger's signature", note(TEXT, other), [])
    yield good("no key known", note(TEXT, line), [], [])
    witnessed = [WITNESSES[0].line(TEXT, 1767139200)]
    yield good("cosigned", note(TEXT, line, *witnessed), [(LOG, None), (WITNESSES[0], 1767139200)])
    later = WITNESSES[0].line(TEXT, 1767139300)
    yield good("cosigned twice by one witness", note(TEXT, line, later, *witnessed),
               [(LOG, None), (WITNESSES[0], 1767139300)])
    yield good("the same line twice", note(TEXT, line, line), [(LOG, None)])
    extended = checkpoint(ORIGIN, 42, ROOT, "extension")
    yield good("0x04 covers extension lines", note(extended, WITNESSES[0].line(extended, 7)),
               [(WITNESSES[0], 7)], text=extended)
    edge = 2**53 - 1
    yield good("the last timestamp", note(TEXT, WITNESSES[0].line(TEXT, edge)), [(WITNESSES[0], edge)])
    poem = "Ognuno sta solo\n\ntrafitto da un raggio di sole:\n\n\ned è subito sera.\n"
    yield good("blank lines inside the text", note(poem, LOG.line(poem)), [(LOG, None)], text=poem)
    yield good("a text of one empty line", note("\n", LOG.line("\n")), [(LOG, None)], text="\n")
    yield good("DEL is no control character here", note("a\u007f\n", LOG.line("a\u007f\n")), [(LOG, None)],
               text="a\u007f\n")
    dashes = f"{line.rstrip()} is no signature here\n"
    yield good("a line of the text that looks like a signature", note(dashes, LOG.line(dashes)), [(LOG, None)],
               text=dashes)
    crowd = [Signer("crowd.example", 1, STRANGER.key).wrap(filler(str(i), 64)) for i in range(64)]
    yield good("64 signatures", note(TEXT, *crowd[:63], line), [(LOG, None)])
    namesake = Signer(ORIGIN, 1, STRANGER.key)
    yield good("same name, another key", note(TEXT, namesake.line(TEXT), line), [(LOG, None)])
    borrowed = f"\u2014 other.example {b64(LOG.id + filler('x', 64))}\n"
    yield good("same key ID, another name", note(TEXT, borrowed, line), [(LOG, None)])
    long = filler("long", 3000)
    yield good("a stranger's signature of 3000 bytes", note(TEXT, STRANGER.wrap(long), line), [(LOG, None)])

    def bad(comment, whole, code="malformed", keys=ours):
        return case(comment, code, note=whole, vkeys=keys)

    payload = b64(LOG.id + LOG.key.sign(TEXT.encode()))
    yield bad("empty", "")
    yield bad("no blank line", TEXT + line)
    yield bad("no signature", TEXT + "\n")
    yield bad("no newline at the end", note(TEXT, line)[:-1])
    yield bad("a blank line after the signatures", note(TEXT, line) + "\n")
    yield bad("a blank line between the signatures", note(TEXT, line, "\n", "x\n"))
    yield bad("only a signature", "\n" + line)
    yield bad("CRLF", note(TEXT, line).replace("\n", "\r\n"))
    yield bad("a tab in the text", note("a\tb\n", LOG.line("a\tb\n")))
    yield bad("NUL in the text", note("a\0b\n", LOG.line("a\0b\n")))
    yield bad("a lone surrogate", note("\ud800\n", line))
    for label, made in (
        ("a hyphen for the dash", f"- {ORIGIN} {payload}\n"),
        ("an en dash", f"\u2013 {ORIGIN} {payload}\n"),
        ("two spaces", f"\u2014  {ORIGIN} {payload}\n"),
        ("a space at the end", f"\u2014 {ORIGIN} {payload} \n"),
        ("a no-break space", f"\u2014\u00a0{ORIGIN} {payload}\n"),
        ("no payload", f"\u2014 {ORIGIN}\n"),
        ("no name", f"\u2014 {payload}\n"),
        ("a + in the name", f"\u2014 a+b {payload}\n"),
        ("a no-break space in the name", f"\u2014 a\u00a0b {payload}\n"),
        ("a key ID and no signature", f"\u2014 {ORIGIN} {b64(LOG.id)}\n"),
        ("an empty payload", f"\u2014 {ORIGIN} \n"),
        ("URL base64", f"\u2014 {ORIGIN} {'-_' * 46}\n"),
        ("base64 without padding", f"\u2014 {ORIGIN} {b64(LOG.id + bytes(63)).rstrip('=')}\n"),
    ):
        yield bad(f"signature line with {label}", note(TEXT, made))
    stray = b64(LOG.id + bytes(63))[:-2] + "B="
    yield bad("signature line with stray bits", note(TEXT, f"\u2014 {ORIGIN} {stray}\n"), "not-canonical")
    yield bad("65 signatures", note(TEXT, *crowd, line), "too-large")
    yield bad("over 64 KiB", note("x" * 65536 + "\n", line), "too-large")
    yield bad("over 64 KiB in bytes, not in characters", note("é" * 33000 + "\n", line), "too-large")

    def forged(comment, whole, code="bad-signature"):
        return bad(comment, whole, code)

    yield forged("another text", note(checkpoint(ORIGIN, 43, ROOT), line))
    yield forged("the stranger's signature under our name", note(TEXT, LOG.wrap(STRANGER.key.sign(TEXT.encode()))))
    yield forged("our good signature after a bad one", note(TEXT, LOG.wrap(bytes(64)), line))
    yield forged("our bad signature after a good one", note(TEXT, line, LOG.wrap(bytes(64))))
    sign = LOG.key.sign(TEXT.encode())
    yield forged("a signature of 63 bytes", note(TEXT, LOG.wrap(sign[:63])))
    yield forged("a signature of 65 bytes", note(TEXT, LOG.wrap(sign + b"\0")))
    raised = sign[:32] + (int.from_bytes(sign[32:], "little") + L).to_bytes(32, "little")
    yield forged("s raised by the group order", note(TEXT, LOG.wrap(raised)))
    yield forged("only right times the cofactor", note(TEXT, LOG.line(TEXT, shift=torsion_point())))
    yield forged("0x04 without its timestamp", note(TEXT, WITNESSES[0].wrap(sign)))
    moved = (8).to_bytes(8, "big") + WITNESSES[0].key.sign(f"cosignature/v1\ntime 9\n{TEXT}".encode())
    yield forged("0x04 with another timestamp", note(TEXT, WITNESSES[0].wrap(moved)))
    yield forged("0x04 of 8 bytes", note(TEXT, WITNESSES[0].wrap(bytes(8))))
    yield forged("0x04 that signed the bare text", note(TEXT, WITNESSES[0].wrap(
        (9).to_bytes(8, "big") + WITNESSES[0].key.sign(TEXT.encode()))))
    for time in (2**53, 2**63, 2**64 - 1):
        yield forged(f"0x04 at {time}", note(TEXT, WITNESSES[0].line(TEXT, time)), "out-of-range")
    yield forged("0x04 over what is no checkpoint", note("a\nb\n", WITNESSES[0].line("a\nb\n", 9)), "malformed")
    mldsa = vkey(ORIGIN, 6, MLDSA_KEY)
    identity = bytes.fromhex(mldsa.split("+")[1])
    junk = f"\u2014 {ORIGIN} {b64(identity + bytes(8) + filler('junk', 2420))}\n"
    yield bad("0x06 with a signature of junk", note(TEXT, junk), "bad-signature", [mldsa])
    yield bad("0x06 on a text with extension lines", note(extended, junk), "bad-signature", [mldsa])
    short = f"\u2014 {ORIGIN} {b64(identity + bytes(8) + filler('junk', 2419))}\n"
    yield bad("0x06 a byte short", note(TEXT, short), "bad-signature", [mldsa])


def checkpoints():
    source = "C2SP tlog-checkpoint"

    def good(comment, origin, size, root, *extensions):
        want = {"origin": origin, "size": size, "root": root.hex(), "extensions": list(extensions)}
        return case(comment, source=source, text=checkpoint(origin, size, root, *extensions), want=want)

    yield good("three lines", ORIGIN, 42, ROOT)
    yield good("the empty tree", ORIGIN, 0, EMPTY_ROOT)
    yield good("one entry", ORIGIN, 1, ROOT)
    yield good("the largest tree", ORIGIN, 2**53 - 1, ROOT)
    yield good("extension lines", ORIGIN, 42, ROOT, "one", "two 2")
    yield good("an origin with space and plus", "Log of Ukázkov + 1", 42, ROOT)
    yield good("an origin of 255 bytes", "o" * 255, 42, ROOT)

    def bad(comment, text, code="malformed"):
        return case(comment, code, source, text=text)

    for size in ("", "042", "00", "+42", "-1", " 42", "42 ", "0x2a", "4e1", "42.0", "1_0", "４２", "٤٢"):
        yield bad(f"size “{size}”", checkpoint(ORIGIN, size, ROOT))
    for size in (2**53, 10**16, 2**64, 10**30):
        yield bad(f"size {size}", checkpoint(ORIGIN, size, ROOT), "out-of-range")
    yield bad("empty", "")
    yield bad("no root", f"{ORIGIN}\n42\n")
    yield bad("no size", f"{ORIGIN}\n{b64(ROOT)}\n")
    yield bad("empty origin", checkpoint("", 42, ROOT))
    yield bad("no newline at the end", TEXT[:-1])
    yield bad("a blank line at the end", TEXT + "\n")
    yield bad("an empty extension line", checkpoint(ORIGIN, 42, ROOT, "", "x"))
    yield bad("CRLF", TEXT.replace("\n", "\r\n"))
    yield bad("a control character in the origin", checkpoint("a\u0001", 42, ROOT))
    yield bad("a root of 31 bytes", checkpoint(ORIGIN, 42, ROOT[:31]))
    yield bad("a root of 33 bytes", checkpoint(ORIGIN, 42, ROOT + b"x"))
    yield bad("a root without padding", TEXT.replace("=", ""))
    yield bad("a root with stray bits", f"{ORIGIN}\n42\n{b64(bytes(32))[:-2]}B=\n", "not-canonical")
    yield bad("a root in the URL alphabet", f"{ORIGIN}\n42\n{'_' * 42}8=\n")
    yield bad("an origin of 256 bytes", checkpoint("o" * 256, 42, ROOT), "too-large")
    yield bad("an origin of 256 bytes, 128 characters", checkpoint("é" * 128, 42, ROOT), "too-large")
    yield bad("the empty tree with another root", checkpoint(ORIGIN, 0, ROOT), "root-mismatch")


def cosigned():
    source = "C2SP tlog-cosignature"
    for comment, name, time, start, end in (
        ("a checkpoint", ORIGIN, 1767139200, 0, 42),
        ("no statement of time", ORIGIN, 0, 0, 42),
        ("the empty tree", ORIGIN, 1, 0, 0),
        ("a subtree", "witness.example", 0, 8, 16),
        ("names beyond ASCII", "svědek", 2**53 - 1, 0, 2**53 - 1),
        ("a name of 255 bytes", "n" * 255, 1, 0, 1),
    ):
        message = subtree_message(name, time, ORIGIN, start, end, ROOT).hex()
        yield case(comment, source=source, kind="subtree", name=name, timestamp=time, origin=ORIGIN, start=start,
                   end=end, hash=ROOT.hex(), message=message)
    yield case("0x04", source=source, kind="v1", text=TEXT, timestamp=9,
               message=f"cosignature/v1\ntime 9\n{TEXT}".encode().hex())


def tlog_proofs():
    source = "C2SP tlog-proof"
    head = "c2sp.org/tlog-proof@v1\n"
    signed = note(TEXT, LOG.line(TEXT))
    hashes = [filler(f"hash {i}", 32) for i in range(6)]

    def proof(index, path, extra="", whole=signed):
        return head + extra + f"index {index}\n" + "".join(f"{b64(h)}\n" for h in path) + "\n" + whole

    def good(comment, index, path, extra=None, whole=signed):
        line = "" if extra is None else f"extra {b64(extra)}\n"
        want = {"index": index, "proof": [h.hex() for h in path], "checkpoint": whole}
        if extra is not None:
            want["extra"] = extra.hex()
        return case(comment, source=source, text=proof(index, path, line, whole), want=want)

    single = checkpoint(ORIGIN, 1, ROOT)
    yield good("six hashes", 12, hashes)
    yield good("a tree of one entry", 0, [], whole=note(single, LOG.line(single)))
    yield good("extra data", 12, hashes, b"\0any bytes")
    yield good("63 hashes", 12, hashes * 10 + hashes[:3])
    poem = checkpoint(ORIGIN, 42, ROOT, "extension")
    yield good("extension lines in the checkpoint", 12, hashes, whole=note(poem, LOG.line(poem)))

    def bad(comment, text, code="malformed"):
        return case(comment, code, source, text=text)

    fine = proof(12, hashes)
    yield bad("empty", "")
    yield bad("version 2", fine.replace("@v1", "@v2"), "unsupported-version")
    yield bad("another header", fine.replace("c2sp.org/", "example.com/"))
    yield bad("a space before the header", " " + fine)
    yield bad("CRLF", fine.replace("\n", "\r\n"))
    yield bad("no index line", fine.replace("index 12\n", ""))
    yield bad("an empty extra line", proof(12, hashes, "extra \n"))
    yield bad("two extra lines", proof(12, hashes, "extra AAAA\nextra AAAA\n"))
    yield bad("extra after the index", fine.replace("index 12\n", "index 12\nextra AAAA\n"))
    yield bad("extra with stray bits", proof(12, hashes, "extra AB==\n"), "not-canonical")
    for index in ("012", "", " 12", "0x0c", "-1", "12 ", "1e1"):
        yield bad(f"index “{index}”", proof(index, hashes))
    yield bad("index 2^53", proof(2**53, hashes), "out-of-range")
    yield bad("index at the tree size", proof(42, hashes), "out-of-range")
    yield bad("a hash of 31 bytes", proof(12, [*hashes[:5], hashes[5][:31]]))
    yield bad("a hash of 33 bytes", proof(12, [*hashes[:5], hashes[5] + b"x"]))
    yield bad("a hash with stray bits", fine.replace(b64(hashes[0]), b64(bytes(32))[:-2] + "B="), "not-canonical")
    yield bad("a space after a hash", fine.replace(b64(hashes[0]), b64(hashes[0]) + " "))
    yield bad("64 hashes", proof(12, hashes * 10 + hashes[:4]), "too-large")
    yield bad("no blank line", fine.replace("\n\n", "\n", 1))
    yield bad("two blank lines", fine.replace("\n\n", "\n\n\n", 1))
    yield bad("no checkpoint", proof(12, hashes, whole=""))
    yield bad("an unsigned checkpoint", proof(12, hashes, whole=TEXT))
    yield bad("a note that is no checkpoint", proof(12, hashes, whole=note("a\n", LOG.line("a\n"))))
    yield bad("a line after the checkpoint", fine + "x\n")
    yield bad("no newline at the end", fine[:-1])


def policies():
    source = "C2SP tlog-policy"
    log = f"log {LOG.vkey}\n"
    lines = [f"witness w{i + 1} {w.vkey}\n" for i, w in enumerate(WITNESSES)]
    everyone = log + "".join(lines)

    def signed(*signers, text=TEXT):
        return note(text, STRANGER.line(text), *(s.line(text, 9) for s in signers))

    def judged(comment, policy, signers, met, missing=(), by_log=True, **options):
        names = [f"w{i + 1}" for i, w in enumerate(WITNESSES) if w in signers and w.vkey in policy]
        want = {"log": LOG.vkey if by_log else None, "witnesses": names, "met": met, "missing": list(missing)}
        return case(comment, source=source, policy=policy, note=signed(*signers, **options), want=want)

    one, two, three = WITNESSES
    yield judged("no witness asked for", log + "quorum none\n", [LOG], True)
    yield judged("no log signature", log + "quorum none\n", [], False, by_log=False)
    yield judged("no log named", "quorum none\n", [LOG], False, by_log=False)
    yield judged("one witness, there", log + lines[0] + "quorum w1\n", [LOG, one], True)
    yield judged("one witness, absent", log + lines[0] + "quorum w1\n", [LOG], False, ["w1"])
    yield judged("witness without log", log + lines[0] + "quorum w1\n", [one], False, by_log=False)
    any_of = everyone + "group g any w1 w2 w3\nquorum g\n"
    yield judged("any of three, one", any_of, [LOG, two], True)
    yield judged("any of three, none", any_of, [LOG], False, ["w1", "w2", "w3"])
    all_of = everyone + "group g all w1 w2\nquorum g\n"
    yield judged("all of two, both", all_of, [LOG, one, two], True)
    yield judged("all of two, one and an uncounted", all_of, [LOG, one, three], False, ["w2"])
    two_of = everyone + "group g 2 w1 w2 w3\nquorum g\n"
    yield judged("two of three", two_of, [LOG, one, three], True)
    yield judged("one of two of three", two_of, [LOG, three], False, ["w1", "w2"])
    nested = everyone + "group x any w1 w2\ngroup y all x w3\nquorum y\n"
    yield judged("groups in groups, met", nested, [LOG, two, three], True)
    yield judged("groups in groups, one side", nested, [LOG, one, two], False, ["w3"])
    loose = f"# comment\n\n \t\n  log\t{LOG.vkey}   https://ukazkov.example/log/ \n" + lines[0] + " quorum  w1\t\n"
    yield judged("comments, blanks and URLs", loose, [LOG, one], True)
    opaque = log + f"witness __proto__ {one.vkey}\nwitness K {two.vkey}\n"
    yield case("names are opaque", source=source, policy=opaque + "quorum __proto__\n", note=signed(LOG, one),
               want={"log": LOG.vkey, "witnesses": ["__proto__"], "met": True, "missing": []})
    elsewhere = checkpoint("other.example/log", 42, ROOT)
    yield judged("the log's key under another origin", log + "quorum none\n", [LOG], False, by_log=False,
                 text=elsewhere)
    forged = note(TEXT, LOG.line(TEXT), one.wrap(bytes(72)))
    yield case("a forged cosignature", "bad-signature", source, policy=any_of, note=forged)

    def bad(comment, policy, code="malformed"):
        return case(comment, code, source, policy=policy)

    yield bad("empty", "")
    yield bad("no quorum", everyone)
    yield bad("no newline at the end", log + "quorum none")
    yield bad("CRLF", log.replace("\n", "\r\n") + "quorum none\r\n")
    yield bad("a form feed", log + "quorum\fnone\n")
    yield bad("an unknown keyword", log + "logs x\nquorum none\n")
    yield bad("two quorum lines", log + "quorum none\nquorum none\n", "duplicate")
    yield bad("a quorum named later", "quorum w1\n" + lines[0])
    yield bad("a quorum of two names", everyone + "quorum w1 w2\n")
    yield bad("an unknown quorum", everyone + "quorum toString\n")
    yield bad("a member named later", lines[0] + "group g all w1 w2\n" + lines[1] + "quorum g\n")
    yield bad("a group in itself", lines[0] + "group g all w1 g\nquorum g\n")
    yield bad("an inherited name as member", "group g all constructor\nquorum g\n")
    yield bad("none as a member", lines[0] + "group g any w1 none\nquorum g\n")
    yield bad("none as a name", f"witness none {one.vkey}\nquorum none\n")
    yield bad("a member twice in one group", everyone + "group g all w1 w1\nquorum g\n", "duplicate")
    yield bad("a member of two groups", everyone + "group g all w1\ngroup h all w1\nquorum h\n", "duplicate")
    yield bad("two witnesses of one name", lines[0] + f"witness w1 {two.vkey}\nquorum w1\n", "duplicate")
    yield bad("a group with a witness's name", lines[0] + lines[1] + "group w1 all w2\nquorum w1\n", "duplicate")
    yield bad("one witness key under two names", lines[0] + f"witness w9 {one.vkey}\nquorum w1\n", "duplicate")
    renamed = Signer("renamed.example", 4, one.key)
    yield bad("one witness key renamed", lines[0] + f"witness w9 {renamed.vkey}\nquorum w1\n", "duplicate")
    yield bad("one log key renamed", log + f"log {Signer('renamed.example', 1, LOG.key).vkey}\nquorum none\n",
              "duplicate")
    yield bad("a log of type 4", f"log {one.vkey}\nquorum none\n")
    yield bad("a witness of type 1", f"witness w {LOG.vkey}\nquorum w\n")
    yield bad("a log of type 2", f"log {vkey('ec.example', 2, bytes(64))}\nquorum none\n", "unsupported-version")
    yield bad("a log without key", "log\nquorum none\n")
    yield bad("a witness without key", "witness w\nquorum w\n")
    yield bad("a log with three words", log.rstrip() + " url more\nquorum none\n")
    yield bad("a group without members", lines[0] + "group g all\nquorum g\n")
    for k in ("0", "01", "+1", "most", "1.0", "-1"):
        yield bad(f"threshold “{k}”", everyone + f"group g {k} w1 w2\nquorum g\n")
    yield bad("threshold above the members", everyone + "group g 3 w1 w2\nquorum g\n", "out-of-range")
    many = "".join(f"witness w{i} {vkey(f'w{i}', 6, filler(str(i), 1312))}\n" for i in range(65))
    yield bad("65 witnesses", many + "quorum none\n", "too-large")


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent / "test" / "vectors")
    folder.mkdir(parents=True, exist_ok=True)
    for name, cases in (("vkey", vkeys), ("note", notes), ("checkpoint", checkpoints), ("message", cosigned),
                        ("tlog-proof", tlog_proofs), ("policy", policies)):
        text = json.dumps({"vectors": list(cases())}, indent=1) + "\n"
        (folder / f"notes-{name}.json").write_text(text)


main()
