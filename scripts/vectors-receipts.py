#!/usr/bin/env python3
"""Writes test/vectors/notes-{receipt,trust,status,judge}.json.

Usage: python3 scripts/vectors-receipts.py [folder]
Deterministic: two runs write the same bytes. A case with `wantError` must be refused with that code.
Receipts and trust files are changed one place at a time: `path = value` on a good one.
"""

import json
import sys
from copy import deepcopy
from datetime import datetime, timezone
from pathlib import Path

sys.dont_write_bytecode = True
from notes_format import EMPTY_ROOT, Signer, b64, checkpoint, filler, note, sha256, vkey  # noqa: E402

ORIGIN, OLD, OTHER = "ukazkov.example/log/2", "ukazkov.example/log/1", "other.example/log/1"
LOG, OLD_LOG = Signer(ORIGIN), Signer(OLD)
STATUS = Signer(f"{ORIGIN}/status")
WITNESS = Signer("witness.example", 4)
ROOT = filler("root", 32)
DROP = object()


def case(comment, want_error=None, **members):
    members = {"comment": comment, "source": "ledger/format/README.md", **members}
    return members if want_error is None else {**members, "wantError": want_error}


def changed(good, path, value):
    """A copy of a JSON value with one place changed; DROP removes the place."""
    copy = deepcopy(good)
    *parents, last = path
    place = copy
    for step in parents:
        place = place[step]
    if value is DROP:
        del place[last]
    else:
        place[last] = value
    return copy


def pretty(value):
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def signed(text, signer=LOG, *others):
    return note(text, signer.line(text), *(other.line(text, 9) for other in others))


def cid(label, codec=0x71):
    data = bytes([1, codec, 0x12, 32]) + sha256(label.encode())
    bits = "".join(f"{byte:08b}" for byte in data) + "00"
    return "b" + "".join("abcdefghijklmnopqrstuvwxyz234567"[int(bits[i:i + 5], 2)] for i in range(0, 290, 5))


# --- status ---------------------------------------------------------------------------------------------------


def status_text(state, *acts, size=42, index=7, time=1767139200, root=ROOT, entry=None):
    lines = ["letopis-status/v1", ORIGIN, size, b64(root), f"{index} {entry or cid('entry')}", time, state, *acts]
    return "".join(f"{line}\n" for line in lines)


def earlier_text(state, *acts, log=OLD, size=42, index=7, entry=None):
    """Version 2: about entry `index` of an earlier log; an act that is a text names the log of those after it."""
    lines = ["letopis-status/v2", ORIGIN, size, b64(ROOT), log, f"{index} {entry or cid('entry')}", 1767139200, state]
    return "".join(f"{line}\n" for line in (*lines, *acts))


def act(relation, index, label=None):
    return f"{relation} {index} {cid(label or str(index))}"


def statuses():
    def good(comment, state, *acts, **options):
        return case(comment, text=status_text(state, *acts, **options), want=state)

    yield good("in force", "in-force")
    yield good("the last entry", "in-force", index=41)
    for relation, state in (("disposes", "disposed"), ("annuls", "annulled"), ("supersedes", "superseded"),
                            ("corrects", "corrected")):
        yield good(state, state, act(relation, 8))
    yield good("corrected, then superseded", "superseded", act("corrects", 8), act("supersedes", 9))
    yield good("annulled, then corrected", "annulled", act("annuls", 8), act("corrects", 9))
    yield good("one act annuls and supersedes", "annulled", act("annuls", 8), act("supersedes", 8))
    yield good("64 acts", "corrected", *(act("corrects", 1000 + i) for i in range(64)), size=2000)

    present, middle = f"log {ORIGIN}", "log ukazkov.example/log/1b"

    def earlier(comment, state, *acts, **options):
        return case(comment, text=earlier_text(state, *acts, **options), want=state)

    yield earlier("of an earlier log: in force", "in-force")
    yield earlier("of an earlier log: its index is beyond the head", "in-force", index=1000)
    yield earlier("of an earlier log: corrected there", "corrected", act("corrects", 8))
    yield earlier("of an earlier log: annulled in the present one, before its own index", "annulled", present,
                  act("annuls", 1))
    yield earlier("of an earlier log: acts in both", "superseded", act("corrects", 99), present,
                  act("supersedes", 3), act("corrects", 41))
    yield earlier("of an earlier log: acts in three", "disposed", act("corrects", 8), middle, act("disposes", 2),
                  act("annuls", 500), present, act("corrects", 1))
    yield earlier("of an earlier log: one index in two logs", "annulled", act("corrects", 9), present,
                  act("annuls", 9, "x"))

    def bad(comment, text, code="malformed"):
        return case(comment, code, text=text)

    def bad_earlier(comment, code, state, *acts, **options):
        return case(comment, code, text=earlier_text(state, *acts, **options))

    yield bad_earlier("version 2 about the head's own log", "not-canonical", "in-force", log=ORIGIN)
    yield bad_earlier("version 2 with an empty origin", "malformed", "in-force", log="")
    yield bad_earlier("version 2 with a control character", "malformed", "in-force", log="a\x01b")
    yield bad_earlier("version 2 with an origin of 256 bytes", "too-large", "in-force", log="a" * 256)
    yield bad_earlier("a log without acts", "not-canonical", "in-force", present)
    yield bad_earlier("a log without acts before another", "not-canonical", "annulled", middle, present,
                      act("annuls", 1))
    yield bad_earlier("the entry's log named", "duplicate", "annulled", f"log {OLD}", act("annuls", 8))
    yield bad_earlier("a log twice", "duplicate", "annulled", middle, act("annuls", 8), middle, act("annuls", 9))
    yield bad_earlier("a log after the head's", "not-canonical", "annulled", present, act("annuls", 8), middle,
                      act("annuls", 9))
    yield bad_earlier("an act of the entry's log before the entry", "out-of-range", "corrected", act("corrects", 7))
    yield bad_earlier("an act of the head's log beyond the head", "out-of-range", "corrected", present,
                      act("corrects", 42))
    yield bad_earlier("acts of the head's log out of order", "not-canonical", "corrected", present,
                      act("corrects", 9), act("corrects", 8))
    yield bad_earlier("65 acts in two logs", "too-large", "corrected", *(act("corrects", 100 + i) for i in range(40)),
                      present, *(act("corrects", 1000 + i) for i in range(25)), size=2000)
    yield bad("version 1 with a log", status_text("annulled", present, act("annuls", 9)), "not-canonical")
    yield bad("version 1 as version 2", status_text("in-force").replace("/v1", "/v2"))
    fine = status_text("superseded", act("supersedes", 9))
    yield bad("empty", "")
    yield bad("version 3", fine.replace("/v1", "/v3"), "unsupported-version")
    yield bad("another first line", "x" + fine)
    yield bad("no newline at the end", fine[:-1])
    yield bad("a blank line", fine + "\n")
    yield bad("no state", status_text("").replace("\n\n", "\n"))
    yield bad("an unknown state", status_text("valid"))
    yield bad("in force although superseded", status_text("in-force", act("supersedes", 9)))
    yield bad("superseded without an act", status_text("superseded"))
    yield bad("the weaker state of two", status_text("corrected", act("corrects", 8), act("annuls", 9)))
    yield bad("an unknown relation", status_text("in-force", act("previous", 9)))
    yield bad("an act with two spaces", fine.replace("supersedes ", "supersedes  "))
    yield bad("an act with a fourth word", fine[:-1] + " x\n")
    yield bad("an index with a leading zero", status_text("in-force", index="07"))
    yield bad("an index above 2^53 − 1", status_text("in-force", index=2**53), "out-of-range")
    yield bad("an entry beyond the head", status_text("in-force", index=42), "out-of-range")
    yield bad("an empty log", status_text("in-force", index=0, size=0, root=EMPTY_ROOT), "out-of-range")
    yield bad("a negative time", status_text("in-force", time=-1))
    yield bad("a time with a fraction", status_text("in-force", time="1.5"))
    yield bad("an act at the entry itself", status_text("corrected", act("corrects", 7)), "out-of-range")
    yield bad("an act before the entry", status_text("corrected", act("corrects", 6)), "out-of-range")
    yield bad("an act beyond the head", status_text("corrected", act("corrects", 42)), "out-of-range")
    yield bad("an act twice", status_text("corrected", act("corrects", 9), act("corrects", 9)), "duplicate")
    yield bad("acts out of order", status_text("corrected", act("corrects", 9), act("corrects", 8)), "not-canonical")
    yield bad("the weaker act of one entry first",
              status_text("annulled", act("supersedes", 8), act("annuls", 8)), "not-canonical")
    yield bad("one index with two CIDs", status_text("annulled", act("annuls", 8), act("corrects", 8, "x")))
    yield bad("65 acts", status_text("corrected", *(act("corrects", 1000 + i) for i in range(65)), size=2000),
              "too-large")
    yield bad("a CID of a blob", status_text("in-force", entry=cid("entry", 0x55)))
    yield bad("a CID in upper case", status_text("in-force", entry=cid("entry").upper()))
    yield bad("a root of 31 bytes", status_text("in-force", root=ROOT[:31]))


# --- receipts -------------------------------------------------------------------------------------------------


def tlog_proof(index=7, extra="", size=42, whole=None, hashes=3):
    path = "".join(f"{b64(filler(f'hash {i}', 32))}\n" for i in range(hashes))
    whole = whole or signed(checkpoint(ORIGIN, size, ROOT), LOG, WITNESS)
    return f"c2sp.org/tlog-proof@v1\n{extra}index {index}\n{path}\n{whole}"


def anchor(label="first", size=50, origin=ORIGIN):
    return {
        "authority": "development", "note": signed(checkpoint(origin, size, ROOT)),
        "token": b64(filler(f"token {label}", 60)), "documents": b64(filler("D", 32)),
        "proof": [b64(filler(f"anchor {i}", 32)) for i in range(3)],
    }


def receipt():
    link = anchor("linked", 5)
    return {
        "type": "letopis-receipt/v1",
        "entry": b64(filler("entry", 95)),
        "fields": [{"leaf": b64(filler(f"leaf {i}", 60)), "path": [b64(filler(f"{i} {j}", 32)) for j in range(4)]}
                   for i in range(2)],
        "proof": tlog_proof(),
        "anchors": [anchor(), {**anchor("second", 8), "documents": None, "proof": []}],
        "linked": [{"entry": b64(filler("anchor entry", 96)), "note": link["note"], "token": link["token"]},
                   {"entry": b64(filler("genesis", 96)), "note": None, "token": None}],
        "status": signed(status_text("in-force"), STATUS),
    }


def in_extra(value, text=None):
    inner = {name: member for name, member in value.items() if name != "proof"}
    return tlog_proof(extra=f"extra {b64((text or compact(inner)).encode())}\n")


def receipts():
    full = receipt()
    bare = {**full, "fields": [], "anchors": [], "linked": [], "status": None}

    def good(comment, value):
        return case(comment, text=pretty(value), asTlogProof=in_extra(value))

    yield good("everything", full)
    yield good("fresh: only entry and proof", bare)
    yield good("without status", changed(full, ["status"], None))
    yield case("other white space", text=compact(full), json=pretty(full))

    def bad(comment, text, code="malformed"):
        return case(comment, code, text=text)

    def broken(comment, path, value, code="malformed"):
        return bad(comment, pretty(changed(full, path, value)), code)

    yield bad("empty", "")
    yield bad("not JSON", "receipt")
    yield bad("an array", "[]")
    yield bad("null", "null")
    yield bad("cut short", pretty(full)[:-3])
    yield bad("something after it", pretty(full) + "{}")
    yield bad("a byte order mark", "\ufeff" + pretty(full))
    yield bad("a tlog-proof without receipt", tlog_proof())
    yield bad("a member twice", pretty(bare).replace('"status"', '"status": null,\n  "status"'), "duplicate")
    yield bad("members in another order", pretty(dict(reversed(full.items()))), "not-canonical")
    yield bad("an unknown member", pretty({**full, "note": 1}))
    yield bad("the member __proto__", pretty({**full, "__proto__": {}}))
    yield bad("__proto__ for a member", pretty(full).replace('"status"', '"__proto__"'))
    for name in full:
        yield broken(f"no {name}", [name], DROP)
    yield broken("version 2", ["type"], "letopis-receipt/v2", "unsupported-version")
    yield broken("another type", ["type"], "letopis-trust/v1")
    yield broken("an empty entry", ["entry"], "")
    yield broken("an entry of 65,025 bytes", ["entry"], b64(bytes(65025)), "too-large")
    yield broken("an entry without padding", ["entry"], full["entry"].rstrip("="))
    yield broken("an entry with stray bits", ["entry"], "AB==", "not-canonical")
    yield broken("an entry with a newline in its base64", ["entry"], full["entry"] + "\n")
    yield broken("an entry that is a list", ["entry"], [1, 2])
    yield broken("17 fields", ["fields"], [{"leaf": b64(bytes([i])), "path": full["fields"][0]["path"]}
                                          for i in range(17)], "too-large")
    yield broken("a field twice", ["fields"], full["fields"][:1] * 2, "duplicate")
    yield broken("a path of 3 hashes", ["fields", 0, "path"], full["fields"][0]["path"][:3])
    yield broken("a path of 5 hashes", ["fields", 0, "path"], full["fields"][0]["path"] + [b64(ROOT)], "too-large")
    yield broken("a path hash of 31 bytes", ["fields", 0, "path", 2], b64(ROOT[:31]))
    yield broken("a path hash of 33 bytes", ["fields", 0, "path", 2], b64(ROOT + b"x"), "too-large")
    yield broken("no leaf", ["fields", 0, "leaf"], DROP)
    yield broken("a proof with extra data", ["proof"], tlog_proof(extra="extra AAAA\n"))
    yield broken("a proof cut short", ["proof"], full["proof"][:-1])
    yield broken("a proof that is no text", ["proof"], 7)
    yield broken("an index beyond the tree", ["proof"], tlog_proof(index=42), "out-of-range")
    yield broken("an index above 2^53 − 1", ["proof"], tlog_proof(index=2**53), "out-of-range")
    yield broken("a tree size above 2^53 − 1", ["proof"], tlog_proof(size=2**53), "out-of-range")
    yield broken("an anchor of another log", ["anchors", 0, "note"], anchor(origin=OTHER)["note"], "wrong-origin")
    yield broken("an anchor that does not reach the entry", ["anchors", 0, "note"], anchor(size=7)["note"],
                 "out-of-range")
    yield broken("an unsigned anchor note", ["anchors", 0, "note"], checkpoint(ORIGIN, 50, ROOT))
    yield broken("an authority in upper case", ["anchors", 0, "authority"], "Development")
    yield broken("an authority of 65 characters", ["anchors", 0, "authority"], "a" * 65, "too-large")
    yield broken("an empty token", ["anchors", 0, "token"], "")
    yield broken("a token over 64 KiB", ["anchors", 0, "token"], b64(bytes(65537)), "too-large")
    yield broken("a D of 31 bytes", ["anchors", 0, "documents"], b64(ROOT[:31]))
    yield broken("no D", ["anchors", 0, "documents"], DROP)
    yield broken("64 hashes in an anchor", ["anchors", 0, "proof"], [b64(ROOT)] * 64, "too-large")
    yield broken("one token twice", ["anchors"], full["anchors"][:1] * 2, "duplicate")
    yield broken("65 anchors", ["anchors"], [anchor(str(i)) for i in range(65)], "too-large")
    yield broken("a linked note without token", ["linked", 0, "token"], None)
    yield broken("a linked token without note", ["linked", 0, "note"], None)
    yield broken("a linked entry twice", ["linked"], full["linked"][:1] * 2, "duplicate")
    yield broken("33 linked", ["linked"], [{"entry": b64(bytes([i])), "note": None, "token": None}
                                          for i in range(33)], "too-large")
    yield broken("a status that is a checkpoint", ["status"], anchor()["note"])
    yield broken("an unsigned status", ["status"], status_text("in-force"))
    yield broken("an empty status", ["status"], "")
    yield bad("an integer of 2^53", pretty(full).replace('"status": "', '"status": 9007199254740992, "x": "'),
              "out-of-range")
    yield bad("nested too deep", pretty(changed(full, ["status"], [[[[[[[[0]]]]]]]])), "too-deep")
    yield bad("a lone surrogate", pretty(changed(full, ["status"], "@")).replace('"@"', '"\\ud800"'))
    yield bad("extra with white space", in_extra(full, pretty({k: v for k, v in full.items() if k != "proof"})),
              "not-canonical")
    yield bad("extra with the member proof", in_extra(full, compact(full)))
    yield bad("extra that is no JSON", in_extra(full, "x"))
    yield bad("extra with an escape that is not needed", in_extra(full, compact(
        {k: v for k, v in full.items() if k != "proof"}).replace('"type"', '"\\u0074ype"')), "not-canonical")


# --- trust files ----------------------------------------------------------------------------------------------

MLDSA = vkey(ORIGIN, 6, filler("an ML-DSA-44 key", 1312))


def key(text, from_size=0, to_size=None, from_time=None, to_time=None):
    return {"vkey": text, "fromSize": from_size, "toSize": to_size, "fromTime": from_time, "toTime": to_time}


def policy(*logs, witness=WITNESS.vkey):
    return "".join(f"log {log}\n" for log in logs) + f"witness w {witness}\nquorum w\n"


def trust():
    return {
        "type": "letopis-trust/v1", "town": "Ukázkov", "demo": True, "origin": ORIGIN,
        "keys": [key(LOG.vkey, 0, 1000, "2026-01-01T00:00:00.000Z", "2028-01-01T00:00:00.000Z"), key(MLDSA)],
        "statusKey": STATUS.vkey, "policy": policy(LOG.vkey),
        "timestamps": {"roots": [b64(filler("root certificate", 60))], "required": 1},
        "predecessors": [{"origin": OLD, "size": 30, "root": b64(ROOT), "keys": [key(OLD_LOG.vkey)],
                          "policy": policy(OLD_LOG.vkey)}],
    }


def trusts():
    full = trust()

    def good(comment, value, text=None):
        text = text or pretty(value)
        digest = sha256(text.encode()).hex()
        grouped = " ".join(digest[i:i + 4] for i in range(0, 64, 4))
        return case(comment, text=text, formatted=pretty(value), fingerprint=grouped)

    yield good("everything", full)
    yield good("other white space: the same trust, another fingerprint", full, compact(full))
    yield good("no time-stamps, no predecessors",
               {**full, "timestamps": {"roots": [], "required": 0}, "predecessors": []})
    yield good("two log keys", {**full, "keys": [*full["keys"], key(Signer(ORIGIN, 1, WITNESS.key).vkey)],
                                "policy": policy(LOG.vkey, witness=MLDSA)})

    seal = b64(filler("root of a seal", 60))
    yield good("a seal", {**full, "seals": [seal]})

    def bad(comment, text, code="malformed"):
        return case(comment, code, text=text)

    def broken(comment, path, value, code="malformed"):
        return bad(comment, pretty(changed(full, path, value)), code)

    yield broken("no seal in the list of seals", ["seals"], [])
    yield broken("a seal twice", ["seals"], [seal, seal], "duplicate")
    yield broken("an empty seal", ["seals"], [""])
    yield broken("nine seals", ["seals"], [b64(filler(f"seal {i}", 60)) for i in range(9)], "too-large")
    yield broken("seals as null", ["seals"], None)
    yield bad("seals before the others", pretty({"seals": [seal], **full}), "not-canonical")
    yield bad("empty", "")
    yield bad("a byte order mark", "\ufeff" + pretty(full))
    yield bad("cut short", pretty(full)[:-3])
    yield bad("a member twice", pretty(full).replace('"demo"', '"demo": true, "demo"'), "duplicate")
    yield bad("members in another order", pretty(dict(reversed(full.items()))), "not-canonical")
    yield bad("the member __proto__", pretty({**full, "__proto__": {}}))
    for name in full:
        yield broken(f"no {name}", [name], DROP)
    yield broken("version 2", ["type"], "letopis-trust/v2", "unsupported-version")
    yield broken("a town without a name", ["town"], " ")
    yield broken("a town with an escape sequence", ["town"], "\u001b[2J")
    yield broken("a town of 257 bytes", ["town"], "t" * 257, "too-large")
    yield broken("demo as a number", ["demo"], 1)
    yield broken("another origin", ["origin"], OTHER, "wrong-origin")
    yield broken("no keys", ["keys"], [], "unknown-key")
    yield broken("a key twice", ["keys", 1], full["keys"][0], "duplicate")
    yield broken("a key of another name", ["keys", 1], key(Signer(OTHER).vkey), "wrong-origin")
    yield broken("a key of type 4", ["keys", 1], key(Signer(ORIGIN, 4, WITNESS.key).vkey))
    yield broken("a vkey of type 2", ["keys", 1], key(vkey(ORIGIN, 2, bytes(64))), "unsupported-version")
    yield broken("a window without sizes", ["keys", 0, "toSize"], 0, "out-of-range")
    yield broken("a window without time", ["keys", 0, "toTime"], "2026-01-01T00:00:00.000Z", "out-of-range")
    yield broken("a negative size", ["keys", 0, "fromSize"], -1, "out-of-range")
    yield broken("fromSize null", ["keys", 0, "fromSize"], None)
    yield bad("a size with a fraction", pretty(full).replace("1000", "1000.0"))
    yield bad("a size of 2^53", pretty(full).replace("1000", str(2**53)), "out-of-range")
    for text, code in (
        ("2027-01-01", "malformed"), ("2027-01-01T00:00:00Z", "malformed"), ("", "malformed"),
        ("2027-01-01T00:00:00.000+00:00", "too-large"), ("2027-01-01T00:00:00.000z", "malformed"),
        ("2027-02-30T00:00:00.000Z", "not-canonical"), ("2027-13-01T00:00:00.000Z", "out-of-range"),
        ("2027-01-01T24:00:00.000Z", "not-canonical"), ("1969-12-31T23:59:59.999Z", "out-of-range"),
    ):
        yield broken(f"time “{text}”", ["keys", 0, "toTime"], text, code)
    yield broken("a status key of another name", ["statusKey"], Signer("x/status").vkey, "wrong-origin")
    yield broken("a status key named as the log", ["statusKey"], Signer(ORIGIN, 1, STATUS.key).vkey, "wrong-origin")
    yield broken("a status key of type 4", ["statusKey"], Signer(STATUS.name, 4).vkey)
    yield broken("the log's key as status key", ["statusKey"], Signer(STATUS.name, 1, LOG.key).vkey, "duplicate")
    yield broken("a witness's key as status key", ["statusKey"], Signer(STATUS.name, 1, WITNESS.key).vkey,
                 "duplicate")
    yield broken("a policy whose log is not among the keys", ["policy"], policy(Signer(OTHER).vkey), "unknown-key")
    yield broken("a policy without log", ["policy"], policy())
    yield broken("a policy that does not parse", ["policy"], "quorum w\n")
    yield broken("the log's key as its own witness", ["policy"],
                 policy(LOG.vkey, witness=Signer("w.example", 4, LOG.key).vkey), "duplicate")
    yield broken("time-stamps required without roots", ["timestamps", "roots"], [], "out-of-range")
    yield broken("33 time-stamps required", ["timestamps", "required"], 33, "out-of-range")
    yield broken("a root twice", ["timestamps", "roots"], full["timestamps"]["roots"] * 2, "duplicate")
    yield broken("an empty root", ["timestamps", "roots"], [""])
    yield broken("a predecessor with the log's origin", ["predecessors", 0],
                 {**full["predecessors"][0], "origin": ORIGIN, "keys": full["keys"], "policy": full["policy"]},
                 "duplicate")
    yield broken("a predecessor twice", ["predecessors"], full["predecessors"] * 2, "duplicate")
    yield broken("an empty predecessor with a root", ["predecessors", 0, "size"], 0, "root-mismatch")
    yield broken("a predecessor's key of another name", ["predecessors", 0, "keys", 0], key(LOG.vkey), "wrong-origin")


# --- judgements -----------------------------------------------------------------------------------------------


def judgements():
    """One trust file, many notes. The log's key counts at 10 ≤ size < 1000 and in the years 2026 and 2027."""
    file = pretty({**trust(), "keys": [{**trust()["keys"][0], "fromSize": 10}, trust()["keys"][1]]})

    def at(year):
        return int(datetime(year, 1, 1, tzinfo=timezone.utc).timestamp())

    def made(size=42, time=at(2027), origin=ORIGIN, signers=(LOG, WITNESS), root=ROOT, extra=()):
        text = checkpoint(origin, size, root)
        return note(text, *(s.line(text, time) for s in signers), *extra)

    def judged(comment, whole, reason=None, given=None, log=LOG, witnesses=("w",), missing=(), old=False):
        want = {"ok": reason is None, "reason": reason, "log": log and log.vkey, "witnesses": list(witnesses),
                "missing": list(missing), "predecessor": old}
        return case(comment, trust=file, note=whole, timeMs=given, want=want)

    def refused(comment, whole, reason, **options):
        return judged(comment, whole, reason, log=None, witnesses=(), **options)

    nobody = {"log": None, "witnesses": ("w",)}
    yield judged("signed and witnessed", made())
    yield judged("no witness: the key's end cannot be judged", made(signers=[LOG]), "not-trusted-log", log=None,
                 witnesses=(), missing=["w"])
    yield judged("no witness, time known", made(signers=[LOG]), "quorum-unmet", at(2027) * 1000, witnesses=(),
                 missing=["w"])
    yield judged("no log signature", made(signers=[WITNESS]), "not-trusted-log", **nobody)
    yield judged("first size of the window", made(10))
    yield judged("before the window of size", made(9), "not-trusted-log", **nobody)
    yield judged("last size of the window", made(999))
    yield judged("after the window of size", made(1000), "not-trusted-log", **nobody)
    yield judged("first instant of the window", made(time=at(2026)))
    yield judged("a second before it", made(time=at(2026) - 1), "not-trusted-log", **nobody)
    yield judged("last second of the window", made(time=at(2028) - 1))
    yield judged("after the window of time", made(time=at(2028)), "not-trusted-log", **nobody)
    yield judged("a stamp says earlier than the witness", made(time=at(2028)), None, at(2027) * 1000)
    yield judged("a stamp says later than the witness", made(), "not-trusted-log", at(2028) * 1000, **nobody)
    yield refused("another log", made(origin=OTHER), "not-trusted-log")
    yield refused("a forged log signature", made(signers=[WITNESS], extra=[LOG.wrap(bytes(64))]), "bad-signature")
    yield refused("a forged cosignature", made(signers=[LOG], extra=[WITNESS.wrap(bytes(72))]), "bad-signature")
    yield refused("no note", "hello", "malformed")
    yield refused("no checkpoint", signed("a\n"), "malformed")
    yield refused("size with a leading zero", made("042"), "malformed")
    old = {"log": OLD_LOG, "old": True}
    yield judged("a head of the predecessor", made(29, origin=OLD, signers=(OLD_LOG, WITNESS)), **old)
    yield judged("its last head", made(30, origin=OLD, signers=(OLD_LOG, WITNESS)), **old)
    yield refused("its last size, another root", made(30, origin=OLD, signers=(OLD_LOG, WITNESS), root=sha256(b"x")),
                  "not-trusted-log")
    yield refused("beyond its last head", made(31, origin=OLD, signers=(OLD_LOG, WITNESS)), "not-trusted-log")
    renamed = Signer(OLD, 1, LOG.key)
    yield judged("the predecessor's name, the successor's key", made(29, origin=OLD, signers=(renamed, WITNESS)),
                 "not-trusted-log", old=True, **nobody)


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent / "test" / "vectors")
    folder.mkdir(parents=True, exist_ok=True)
    for name, cases in (("receipt", receipts), ("trust", trusts), ("status", statuses), ("judge", judgements)):
        text = json.dumps({"vectors": list(cases())}, indent=1) + "\n"
        (folder / f"notes-{name}.json").write_text(text)


main()
