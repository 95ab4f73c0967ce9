#!/usr/bin/env python3
"""Writes test/vectors/timestamps.json: RFC 3161 tokens and responses, sound ones and ones broken in one way each.

Usage: python3 scripts/vectors-timestamps.py [folder]
Deterministic: two runs write the same bytes. A case with `wantError` must be refused for that reason. `openssl`
says what `openssl ts -verify` makes of it where that differs: it knows fewer rules in some places.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True
from timestamp_writer import (  # noqa: E402
    CA_EXTENSIONS, DATA, FALSE, POLICY, SERVER_AUTH, TIME_STAMPING, TRUE, UNIT_EXTENSIONS, Certificate, EcKey, RsaKey,
    attribute, basic, content_type, ctx, ess_v1, ess_v2, extension, integer, issuer_serial, key_id, key_usage,
    message_digest, octets, oid, purposes, response, revocation_list, seq, signer_info, tlv, token, tst_info,
)

PRIMES_2048 = (
    0xF62D159928C9CD7C7A0B6B6338824E4D6A8C8F0CE2B64995CBBC0EB519AE44BC752932E85B8266FC6EEC103E362F13F360F27E57019196B402405360EB47B8B09F87C5BA4AA229564BAC3E1A55C290346033FBCAB9214FF4D33F17F67EC62082298BE852AA7ACCD5C645168B53CBB35A25CE99401DABF3A003CE25CAA7334361,
    0xE40F9C0B183C639990849A6147F6D4FEECEF781DB8DC8ECD20F4DD1D9F87D409C676065FFE1A9344C1805B8A788F793D3EFA206600987579B3CD5CDA1A8A549356B90F5531F792F0CDDB4E1F62CFAAC72D596C9E6A9CCC4BD97B69FE62C6A76EA84F2C3A9A56D6E0FE2A24A72A454800ABF381F50E82ECB8ED0B1718E59C49ED,
)
PRIMES_1024 = (
    0xC83C75CB9CA11AAF681D10114E3240227C52B3409024EE7E9D27B062F4A6B5B4B1B332C1DDF0CB0D6F885C3BF74161273F9773A87184FA39FD41B2009B329365,
    0xC73EF94F1870F5FAC34B27609D61308BD0AA34DFB8B4DB835AA82704FA655BE0DB27918BBEF4C8E307A627DA6CF09EE2EFD53975BC6DA137F934A389F96B8889,
)

IMPRINT = hashlib.sha256(b"stamped").digest()
NONCE = bytes.fromhex("51b0c4d2e6f80a1c")

ROOT = Certificate("Test root", EcKey("root"), extensions=CA_EXTENSIONS)
UNIT = Certificate("Test unit", EcKey("unit"), ROOT)
STRANGER_ROOT = Certificate("Test root", EcKey("stranger root"), extensions=CA_EXTENSIONS)
STRANGER = Certificate("Test unit", EcKey("stranger"), STRANGER_ROOT)
INTERMEDIATE = Certificate("Test intermediate", EcKey("intermediate"), ROOT, CA_EXTENSIONS)
DEEP_UNIT = Certificate("Test unit below", EcKey("deep unit"), INTERMEDIATE)

CASES = []
# Position of each root certificate in the file.
ROOTS = {}


def case(comment, der, want_error=None, *, source="RFC 3161", roots=(ROOT,), kind="token", openssl=None, **expected):
    known = [ROOTS.setdefault(one.der, len(ROOTS)) for one in roots]
    vector = {"comment": comment, "source": source, kind: base64.b64encode(der).decode(), "roots": known, **expected}
    if want_error is not None:
        vector["wantError"] = want_error
    if openssl is not None:
        vector["openssl"] = openssl
    CASES.append(vector)


def stamp(unit=UNIT, info=None, certificates=None, tokens=None, **signer):
    """A token by `unit`; `tokens` are arguments of `token`, the rest of `signer_info`."""
    content = tst_info(IMPRINT) if info is None else info
    chain = [unit] if certificates is None else certificates
    return token(content, [signer_info(unit, content, **signer)], chain, **(tokens or {}))


def with_attributes(make, unit=UNIT, **more):
    content = tst_info(IMPRINT)
    return stamp(unit, content, attributes=make(content), **more)


def unit(label, *extensions, **more):
    return Certificate(f"Test {label}", EcKey(label), more.pop("issuer", ROOT), extensions, **more)


def good():
    time = 1780315200250
    case("sound", stamp(), time=time, accuracy=1000)
    case("nonce and policy as asked", stamp(info=tst_info(IMPRINT, nonce=NONCE)), nonce=NONCE.hex(), policy=POLICY)
    case("nonce not asked for is not looked at", stamp(info=tst_info(IMPRINT, nonce=NONCE)))
    case("no accuracy", stamp(info=tst_info(IMPRINT, accuracy=b"")), accuracy=None)
    fine = seq(integer(1), tlv(0x80, b"\x01\xf4"), tlv(0x81, b"\x64"))
    case("accuracy of 1.5001 s and a time with microseconds",
         stamp(info=tst_info(IMPRINT, accuracy=fine, time="20260601120000.250001Z")), time=time, accuracy=1501)
    case("ordering", stamp(info=tst_info(IMPRINT, ordering=TRUE)))
    case("ESSCertID with SHA-1", with_attributes(lambda c: [content_type(), message_digest(c), ess_v1(UNIT)]))
    case("ESSCertID and ESSCertIDv2",
         with_attributes(lambda c: [content_type(), message_digest(c), ess_v1(UNIT), ess_v2(UNIT)]))
    tail = issuer_serial(ROOT.subject, UNIT.serial)
    case("ESSCertIDv2 with SHA-512, issuer and serial number",
         with_attributes(lambda c: [content_type(), message_digest(c), ess_v2(UNIT, algorithm="sha512", tail=tail)]))
    case("identifiers of the whole path",
         with_attributes(lambda c: [content_type(), message_digest(c), ess_v2(UNIT, ROOT)], certificates=[UNIT, ROOT]))
    case("an attribute of another kind",
         with_attributes(lambda c: [content_type(), message_digest(c), ess_v2(UNIT), attribute("1.2.3.4", integer(1))]))
    case("intermediate in the token", stamp(DEEP_UNIT, certificates=[DEEP_UNIT, INTERMEDIATE]))
    case("an intermediate as the root", stamp(DEEP_UNIT), roots=(INTERMEDIATE,), openssl="refuses")
    case("root among the certificates, unit last", stamp(certificates=[ROOT, UNIT]))
    case("one root of two", stamp(), roots=(STRANGER_ROOT, ROOT), openssl="untested")
    identified = unit("identified", *UNIT_EXTENSIONS, key_id(b"12345678"))
    case("signer named by key identifier", stamp(identified, version=3, sid=tlv(0x80, b"12345678")),
         openssl="refuses")
    for kind in ("sha256", "pss"):
        rsa = RsaKey(*PRIMES_2048, kind)
        rsa_root = Certificate(f"Test RSA root {kind}", rsa, extensions=CA_EXTENSIONS)
        case(f"RSA, {kind}", stamp(Certificate(f"Test RSA unit {kind}", rsa, rsa_root)), roots=(rsa_root,),
             openssl="refuses" if kind == "pss" else None)
    aged = Certificate("Test aged root", RsaKey(*PRIMES_2048, "sha1"), extensions=CA_EXTENSIONS)
    aged.key = RsaKey(*PRIMES_2048)
    case("root that signed itself with SHA-1", stamp(Certificate("Test unit of aged", EcKey("of aged"), aged)), roots=(aged,),
         openssl="untested")
    plain = seq(oid("1.2.840.113549.1.1.1"), tlv(0x05))
    rsa = RsaKey(*PRIMES_2048)
    rsa_root = Certificate("Test RSA root", rsa, extensions=CA_EXTENSIONS)
    rsa_unit = Certificate("Test RSA unit", rsa, rsa_root)
    case("RSA with the digest left to the digest algorithm", stamp(rsa_unit, algorithm=plain), roots=(rsa_root,))
    expired = unit("expired since", *UNIT_EXTENSIONS, valid=("250101000000Z", "260701000000Z"))
    case("certificate expired after the stamp", stamp(expired), openssl="untested")


def wrong_claims():
    case("another imprint", stamp(info=tst_info(hashlib.sha256(b"else").digest())), "imprint")
    case("imprint of another algorithm", stamp(info=tst_info(bytes(64), algorithm="sha512")), "imprint")
    case("imprint of an unknown algorithm", stamp(info=tst_info(IMPRINT, algorithm="sha3_256")), "unsupported",
         openssl="accepts")
    case("another nonce", stamp(info=tst_info(IMPRINT, nonce=b"\x51")), "nonce", openssl="accepts", nonce=NONCE.hex())
    case("no nonce", stamp(), "nonce", openssl="accepts", nonce=NONCE.hex())
    case("another policy", stamp(), "policy", openssl="accepts", policy="1.3.6.1.4.1.32473.3")
    case("TSTInfo of version 2", stamp(info=tst_info(IMPRINT, version=2)), "malformed")
    for what, time in {
        "without Z": "20260601120000", "with an offset": "20260601120000+0100", "without seconds": "202606011200Z",
        "with a trailing zero": "20260601120000.10Z", "with an empty fraction": "20260601120000.Z",
        "on 31 June": "20260631120000Z", "in second 60": "20260601120060Z", "in month 13": "20261301120000Z",
    }.items():
        case(f"time {what}", stamp(info=tst_info(IMPRINT, time=time)), "malformed", openssl="untested")
    case("accuracy of 1,000 thousandths", stamp(info=tst_info(IMPRINT, accuracy=seq(tlv(0x80, b"\x03\xe8")))), "malformed",
         openssl="untested")
    case("ordering FALSE, written", stamp(info=tst_info(IMPRINT, ordering=FALSE)), "malformed", openssl="accepts")
    critical = ctx(1, extension("1.2.3.4", b""))
    case("critical extension of the stamp", stamp(info=tst_info(IMPRINT, extensions=critical)), "unsupported",
         openssl="accepts")


def wrong_signers():
    source = "RFC 3161 section 2.3, RFC 5816"
    case("right imprint, wrong signer of the same name", stamp(STRANGER), "chain", source=source)
    case("right certificate, wrong key", stamp(key=EcKey("thief")), "signature", source=source)
    case("certificate not in the token", stamp(certificates=[]), "signer", source=source)
    case("no extended key usage", stamp(unit("plain", key_usage("digitalSignature"))), "usage", source=source)
    lax = unit("lax", key_usage("digitalSignature"), purposes(TIME_STAMPING, critical=False))
    case("extended key usage not critical", stamp(lax), "usage", source=source)
    both = unit("both", key_usage("digitalSignature"), purposes(TIME_STAMPING, SERVER_AUTH))
    case("a second purpose", stamp(both), "usage", source=source)
    case("another purpose", stamp(unit("server", key_usage("digitalSignature"), purposes(SERVER_AUTH))), "usage", source=source)
    case("key only for encryption", stamp(unit("cipher", key_usage("keyEncipherment"), purposes(TIME_STAMPING))), "usage",
         source=source)
    case("signed by the root itself", stamp(ROOT), "usage", source=source)
    content = tst_info(IMPRINT)
    two = [signer_info(UNIT, content), signer_info(INTERMEDIATE, content)]
    case("two signers", token(content, two, [UNIT, INTERMEDIATE]), "signer", source=source)
    case("no signer", token(content, [], [UNIT]), "signer", source=source)
    weak = RsaKey(*PRIMES_1024)
    case("RSA key of 1,024 bits", stamp(Certificate("Test weak", weak, ROOT)), "unsupported", source=source, openssl="untested")
    sha1_root = Certificate("Test SHA-1 root", RsaKey(*PRIMES_2048, "sha1"), extensions=CA_EXTENSIONS)
    case("certificate signed with SHA-1", stamp(Certificate("Test SHA-1", EcKey("sha1"), sha1_root)), "unsupported",
         source=source, roots=(sha1_root,), openssl="untested")


def wrong_attributes():
    source = "RFC 5652 section 11, RFC 5035, RFC 5816"
    case("no signed attributes", stamp(attributes=[]), "attributes", source=source)
    case("no message digest", with_attributes(lambda _: [content_type(), ess_v2(UNIT)]), "attributes", source=source)
    case("no content type", with_attributes(lambda c: [message_digest(c), ess_v2(UNIT)]), "content-type", source=source,
         openssl="accepts")
    case("signed content type is data",
         with_attributes(lambda c: [content_type(DATA), message_digest(c), ess_v2(UNIT)]), "content-type", source=source,
         openssl="accepts")
    case("message digest of other content",
         with_attributes(lambda _: [content_type(), message_digest(b"else"), ess_v2(UNIT)]), "digest", source=source)
    case("message digest twice",
         with_attributes(lambda c: [content_type(), message_digest(c), message_digest(c), ess_v2(UNIT)]), "attributes",
         source=source, openssl="untested")
    double = attribute("1.2.840.113549.1.9.4", octets(bytes(32)), octets(bytes(32)))
    case("message digest with two values", with_attributes(lambda _: [content_type(), double, ess_v2(UNIT)]), "attributes",
         source=source)
    case("no certificate identifier", with_attributes(lambda c: [content_type(), message_digest(c)]), "attributes",
         source=source)
    case("identifier of another certificate",
         with_attributes(lambda c: [content_type(), message_digest(c), ess_v2(STRANGER)]), "signer", source=source)
    case("the two identifiers disagree",
         with_attributes(lambda c: [content_type(), message_digest(c), ess_v1(STRANGER), ess_v2(UNIT)]), "signer",
         source=source)
    tail = issuer_serial(ROOT.subject, UNIT.serial + 1)
    case("identifier with another serial number",
         with_attributes(lambda c: [content_type(), message_digest(c), ess_v2(UNIT, tail=tail)]), "signer", source=source)
    case("identifier of a certificate outside the path",
         with_attributes(lambda c: [content_type(), message_digest(c), ess_v2(UNIT, STRANGER)]), "chain", source=source)
    case("unsigned attributes", stamp(unsigned=ctx(1, attribute("1.2.3.4", integer(1)))), "attributes", source=source,
         openssl="accepts")
    case("signer named with another serial number", stamp(sid=seq(UNIT.issuer, integer(UNIT.serial + 1))), "signer",
         source=source)


def wrong_paths():
    source = "RFC 5280 section 6.1"
    late = unit("late", *UNIT_EXTENSIONS, valid=("260701000000Z", "350101000000Z"))
    case("certificate not yet valid at the stamp", stamp(late), "chain", source=source)
    early = unit("early", *UNIT_EXTENSIONS, valid=("250101000000Z", "260501000000Z"))
    case("certificate expired at the stamp", stamp(early), "chain", source=source)
    old_root = Certificate("Test expired root", EcKey("expired root"), extensions=CA_EXTENSIONS,
                           valid=("200101000000Z", "260501000000Z"))
    case("root expired at the stamp", stamp(unit("of expired", *UNIT_EXTENSIONS, issuer=old_root)), "chain", source=source,
         roots=(old_root,))

    old = Certificate("Test old root", EcKey("old root"), extensions=(), version=1)
    case("root of version 1", stamp(Certificate("Test unit of old", EcKey("of old"), old)), "malformed", source=source,
         roots=(old,), openssl="accepts")

    def below(label, *extensions, want="chain", **more):
        ca = Certificate(f"Test {label}", EcKey(f"ca {label}"), ROOT, extensions)
        signer = Certificate(f"Test unit of {label}", EcKey(f"unit {label}"), ca)
        case(label, stamp(signer, certificates=[signer, ca]), want, source=source, **more)

    below("issuer that is no CA", key_usage("certSign"))
    below("issuer that is a time-stamping unit", *UNIT_EXTENSIONS)
    below("issuer that may not sign certificates", basic(True), key_usage("digitalSignature"))
    below("issuer for servers only", *CA_EXTENSIONS, purposes(SERVER_AUTH), openssl="untested")
    below("issuer with an unknown critical extension", *CA_EXTENSIONS, extension("1.2.3.4", b""), want="unsupported")
    short = Certificate("Test short root", EcKey("short root"), extensions=(basic(True, 0), key_usage("certSign")))
    middle = Certificate("Test middle", EcKey("middle"), short, CA_EXTENSIONS)
    signer = Certificate("Test unit of middle", EcKey("unit of middle"), middle)
    case("path longer than the root allows", stamp(signer, certificates=[signer, middle]), "chain", source=source,
         roots=(short,))
    case("intermediate missing", stamp(DEEP_UNIT), "chain", source=source)
    case("a foreign certificate beside the signer's", stamp(certificates=[UNIT, STRANGER_ROOT]), "chain", source=source,
         openssl="accepts")
    forged = Certificate("Test forged", EcKey("forged"), ROOT, outer_algorithm=seq(oid("1.2.840.10045.4.3.3")))
    case("certificate that names two signature algorithms", stamp(forged), "malformed", source=source)
    twice = unit("twice", *UNIT_EXTENSIONS, purposes(TIME_STAMPING))
    case("extension twice", stamp(twice), "malformed", source=source, openssl="untested")


def revocations():
    source = "RFC 3161 section 4 (1), RFC 5280 section 5"
    before, after = "260501000000Z", "260701000000Z"

    def listed(comment, want, *lists, openssl="untested", **more):
        case(comment, stamp(tokens={"lists": lists}), want, source=source, openssl=openssl, **more)

    listed("list without revocations", None, revocation_list(ROOT))
    listed("list that revokes another", None, revocation_list(ROOT, (INTERMEDIATE, before, 1)))
    listed("superseded after the stamp", None, revocation_list(ROOT, (UNIT, after, 4)))
    listed("superseded before the stamp", "revoked", revocation_list(ROOT, (UNIT, before, 4)))
    listed("key compromised after the stamp", "revoked", revocation_list(ROOT, (UNIT, after, 1)))
    listed("revoked after the stamp without a reason", "revoked", revocation_list(ROOT, (UNIT, after, None)))
    listed("list by a stranger of the same name", "chain", revocation_list(STRANGER_ROOT, (UNIT, before, 1)))
    listed("list signed by another key", "chain", revocation_list(ROOT, signer=STRANGER_ROOT))
    delta = extension("2.5.29.27", integer(1))
    listed("list with a critical extension", "unsupported", revocation_list(ROOT, extensions=(delta,)))
    inner = revocation_list(ROOT, (INTERMEDIATE, before, 4))
    case("revoked intermediate", stamp(DEEP_UNIT, certificates=[DEEP_UNIT, INTERMEDIATE], tokens={"lists": [inner]}),
         "revoked", source=source, openssl="untested")


def wrong_encodings():
    source = "X.690 sections 8 to 11, RFC 5652 section 5.1"
    sound = stamp()
    body = sound[4:]
    case("indefinite length", b"\x30\x80" + body + b"\x00\x00", "malformed", source=source, openssl="untested")
    case("length with a leading zero", b"\x30\x83\x00" + sound[2:4] + body, "malformed", source=source, openssl="untested")
    case("a byte too many", sound + b"\x00", "malformed", source=source, openssl="untested")
    case("a byte too few", sound[:-1], "malformed", source=source)
    case("empty", b"", "malformed", source=source)
    case("64 sequences in one another", b"\x30\x80" * 64, "malformed", source=source)
    pieces = tlv(0x24, octets(tst_info(IMPRINT)[:20]), octets(tst_info(IMPRINT)[20:]))
    case("content in pieces", stamp(tokens={"wrapped": pieces}), "malformed", source=source, openssl="untested")
    case("content info says data", stamp(tokens={"outer_oid": DATA}), "content-type", source=source)
    case("encapsulated content says data", stamp(tokens={"content_oid": DATA}), "content-type", source=source)
    case("signed data of version 1", stamp(tokens={"version": 1}), "malformed", source=source, openssl="accepts")
    case("signer of version 3 with a serial number", stamp(version=3), "malformed", source=source, openssl="accepts")
    case("other digest algorithms beside the signer's", stamp(tokens={"digests": ("sha256", "sha512")}), "digest",
         source=source, openssl="accepts")
    case("digest algorithms without the signer's", stamp(tokens={"digests": ("sha512",)}), "digest", source=source)
    case("digest that is not that of the signature", stamp(digest="sha512", tokens={"digests": ("sha512",)}), "signature",
         source=source)
    attribute_certificate = ctx(1, integer(1))
    content = tst_info(IMPRINT)

    class Odd:
        der = attribute_certificate

    case("an attribute certificate", token(content, [signer_info(UNIT, content)], [UNIT, Odd]), "unsupported", source=source,
         openssl="untested")


def responses():
    source = "RFC 3161 section 2.4.2"

    def answer(comment, der, want=None, **more):
        case(comment, der, want, source=source, kind="response", **more)

    sound = stamp()
    answer("granted", response(sound))
    answer("granted with modifications and a text", response(sound, 1, "policy replaced"))
    answer("rejected with a reason", response(b"", 2, "not today", 14), "status")
    answer("rejected, with a token", response(sound, 2), "status")
    answer("waiting", response(sound, 3), "status")
    answer("status beyond the list", response(sound, 6), "status")
    answer("granted without a token", response(), "status")
    answer("granted and failed", response(sound, 0, None, 14), "malformed", openssl="accepts")
    answer("a byte after the response", response(sound) + b"\x00", "malformed", openssl="untested")
    answer("a page of HTML", b"<!doctype html><title>502 Bad Gateway</title>", "malformed")


def main():
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent / "test" / "vectors"
    for group in (good, wrong_claims, wrong_signers, wrong_attributes, wrong_paths, revocations, wrong_encodings, responses):
        group()
    roots = [base64.b64encode(der).decode() for der in ROOTS]
    document = {"source": "scripts/vectors-timestamps.py", "imprint": IMPRINT.hex(), "roots": roots, "vectors": CASES}
    (out / "timestamps.json").write_text(json.dumps(document, indent=1) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
