"""DER, keys, certificates, revocation lists and RFC 3161 tokens, for vectors-timestamps.py.

Standard library alone and straight from X.690, RFC 5280, RFC 5652, RFC 3161 and RFC 5816; every part can be made
wrong on purpose. Signatures are deterministic (RFC 6979; RSA by its nature), so the output is always the same.
"""

import hashlib
import hmac

# --- DER ---------------------------------------------------------------------------------------------------


def tlv(tag, *parts):
    body = b"".join(parts)
    n = len(body)
    if n < 128:
        length = bytes([n])
    else:
        octets = n.to_bytes((n.bit_length() + 7) // 8, "big")
        length = bytes([0x80 | len(octets)]) + octets
    return bytes([tag]) + length + body


def seq(*parts):
    return tlv(0x30, *parts)


def set_of(*parts):
    return tlv(0x31, *sorted(parts))


def ctx(n, *parts):
    return tlv(0xA0 | n, *parts)


def integer(n):
    return tlv(0x02, n.to_bytes(n.bit_length() // 8 + 1, "big"))


def octets(data):
    return tlv(0x04, data)


def bits(data, unused=0):
    return tlv(0x03, bytes([unused]), data)


def oid(text):
    first, second, *rest = map(int, text.split("."))
    out = b""
    for arc in [40 * first + second, *rest]:
        group = [arc & 0x7F]
        while arc := arc >> 7:
            group.append(0x80 | (arc & 0x7F))
        out += bytes(reversed(group))
    return tlv(0x06, out)


NULL = tlv(0x05)
TRUE = tlv(0x01, b"\xff")
FALSE = tlv(0x01, b"\x00")
SHA = {
    "sha1": oid("1.3.14.3.2.26"), "sha256": oid("2.16.840.1.101.3.4.2.1"), "sha384": oid("2.16.840.1.101.3.4.2.2"),
    "sha512": oid("2.16.840.1.101.3.4.2.3"), "sha3_256": oid("2.16.840.1.101.3.4.2.8"),
}


def digest_algorithm(name, parameters=NULL):
    return seq(SHA[name], parameters)


# --- P-256 (FIPS 186-5, RFC 6979) --------------------------------------------------------------------------

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)


def add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % P == 0:
        return None
    if a == b:
        slope = 3 * (a[0] * a[0] - 1) * pow(2 * a[1], -1, P) % P
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P) % P
    x = (slope * slope - a[0] - b[0]) % P
    return (x, (slope * (a[0] - x) - a[1]) % P)


def multiply(k, point):
    result = None
    while k:
        if k & 1:
            result = add(result, point)
        point = add(point, point)
        k >>= 1
    return result


def rfc6979(secret, digest):
    """The nonce of a signature over a SHA-256 digest."""
    x = secret.to_bytes(32, "big")
    h = (int.from_bytes(digest, "big") % N).to_bytes(32, "big")
    k, v = bytes(32), b"\x01" * 32
    for step in (b"\x00", b"\x01"):
        k = hmac.digest(k, v + step + x + h, "sha256")
        v = hmac.digest(k, v, "sha256")
    while True:
        v = hmac.digest(k, v, "sha256")
        nonce = int.from_bytes(v, "big")
        if 1 <= nonce < N:
            return nonce
        k = hmac.digest(k, v + b"\x00", "sha256")
        v = hmac.digest(k, v, "sha256")


class EcKey:
    def __init__(self, label):
        self.secret = int.from_bytes(hashlib.sha256(label.encode()).digest(), "big") % (N - 1) + 1
        x, y = multiply(self.secret, G)
        point = b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big")
        self.spki = seq(seq(oid("1.2.840.10045.2.1"), oid("1.2.840.10045.3.1.7")), bits(point))
        self.algorithm = seq(oid("1.2.840.10045.4.3.2"))

    def sign(self, data):
        digest = hashlib.sha256(data).digest()
        k = rfc6979(self.secret, digest)
        r = multiply(k, G)[0] % N
        s = pow(k, -1, N) * (int.from_bytes(digest, "big") + r * self.secret) % N
        return seq(integer(r), integer(s))


# --- RSA (RFC 8017) ----------------------------------------------------------------------------------------


class RsaKey:
    """`kind` is a digest for PKCS #1 v1.5, or `pss` for PSS with SHA-256 and a salt of 32 bytes."""

    def __init__(self, p, q, kind="sha256"):
        self.n, self.kind = p * q, kind
        self.d = pow(65537, -1, (p - 1) * (q - 1))
        self.size = (self.n.bit_length() + 7) // 8
        key = seq(integer(self.n), integer(65537))
        self.spki = seq(seq(oid("1.2.840.113549.1.1.1"), NULL), bits(key))
        if kind == "pss":
            sha256 = digest_algorithm("sha256")
            mask = seq(oid("1.2.840.113549.1.1.8"), sha256)
            parameters = seq(ctx(0, sha256), ctx(1, mask), ctx(2, integer(32)))
            self.algorithm = seq(oid("1.2.840.113549.1.1.10"), parameters)
        else:
            self.algorithm = seq(oid(f"1.2.840.113549.1.1.{5 if kind == 'sha1' else 11}"), NULL)

    def sign(self, data):
        block = self.pss(data) if self.kind == "pss" else self.pkcs1(data)
        return pow(int.from_bytes(block, "big"), self.d, self.n).to_bytes(self.size, "big")

    def pkcs1(self, data):
        info = seq(digest_algorithm(self.kind), octets(hashlib.new(self.kind, data).digest()))
        return b"\x00\x01" + b"\xff" * (self.size - len(info) - 3) + b"\x00" + info

    def pss(self, data):
        salt = hashlib.sha256(b"salt").digest()
        h = hashlib.sha256(bytes(8) + hashlib.sha256(data).digest() + salt).digest()
        db = bytes(self.size - 66) + b"\x01" + salt
        mask = b"".join(hashlib.sha256(h + i.to_bytes(4, "big")).digest() for i in range(self.size // 32 + 1))
        masked = bytes(a ^ b for a, b in zip(db, mask))
        return bytes([masked[0] & 0x7F]) + masked[1:] + h + b"\xbc"


# --- X.509 (RFC 5280) --------------------------------------------------------------------------------------

TIME_STAMPING, SERVER_AUTH = "1.3.6.1.5.5.7.3.8", "1.3.6.1.5.5.7.3.1"
KEY_BITS = {"digitalSignature": (0x80, 7), "certSign": (0x06, 1), "keyEncipherment": (0x20, 5)}


def extension(number, value, critical=True):
    return seq(oid(number), *([TRUE] if critical else []), octets(value))


def basic(ca, path_length=None):
    return extension("2.5.29.19", seq(*([TRUE] if ca else []), *([] if path_length is None else [integer(path_length)])))


def key_usage(name):
    value, unused = KEY_BITS[name]
    return extension("2.5.29.15", bits(bytes([value]), unused))


def purposes(*names, critical=True):
    return extension("2.5.29.37", seq(*map(oid, names)), critical)


def key_id(value):
    return extension("2.5.29.14", octets(value), critical=False)


def name(common_name):
    return seq(tlv(0x31, seq(oid("2.5.4.3"), tlv(0x0C, common_name.encode()))))


def utc(text):
    return tlv(0x17, text.encode())


CA_EXTENSIONS = (basic(True), key_usage("certSign"))
UNIT_EXTENSIONS = (key_usage("digitalSignature"), purposes(TIME_STAMPING))


class Certificate:
    def __init__(self, subject, key, issuer=None, extensions=UNIT_EXTENSIONS, serial=None,
                 valid=("250101000000Z", "350101000000Z"), version=3, outer_algorithm=None):
        self.key, self.subject = key, name(subject)
        issuer = issuer or self
        self.issuer = issuer.subject
        self.serial = serial or int.from_bytes(hashlib.sha256(subject.encode()).digest()[:8], "big")
        body = seq(
            *([ctx(0, integer(2))] if version == 3 else []), integer(self.serial), issuer.key.algorithm, self.issuer,
            seq(*map(utc, valid)), self.subject, key.spki, *([ctx(3, seq(*extensions))] if extensions else []),
        )
        self.der = seq(body, outer_algorithm or issuer.key.algorithm, bits(issuer.key.sign(body)))


def revocation_list(issuer, *revoked, signer=None, extensions=()):
    """`revoked`: (certificate, UTC time, reason or None)."""
    entries = [
        seq(integer(one.serial), utc(time),
            *([] if reason is None else [seq(extension("2.5.29.21", tlv(0x0A, bytes([reason])), critical=False))]))
        for one, time, reason in revoked
    ]
    body = seq(
        integer(1), issuer.key.algorithm, issuer.subject, utc("260601000000Z"), utc("270601000000Z"),
        *([seq(*entries)] if entries else []), *([ctx(0, seq(*extensions))] if extensions else []),
    )
    return seq(body, issuer.key.algorithm, bits((signer or issuer).key.sign(body)))


# --- RFC 3161 in CMS ---------------------------------------------------------------------------------------

SIGNED_DATA, DATA, TST_INFO = "1.2.840.113549.1.7.2", "1.2.840.113549.1.7.1", "1.2.840.113549.1.9.16.1.4"
POLICY = "1.3.6.1.4.1.32473.2"


def tst_info(imprint, *, algorithm="sha256", time="20260601120000.25Z", accuracy=seq(integer(1)), nonce=None,
             policy=POLICY, version=1, serial=4711, ordering=b"", extensions=b""):
    return seq(
        integer(version), oid(policy), seq(digest_algorithm(algorithm), octets(imprint)), integer(serial),
        tlv(0x18, time.encode()), accuracy, ordering, b"" if nonce is None else tlv(0x02, nonce), extensions,
    )


def attribute(number, *values):
    return seq(oid(number), tlv(0x31, *values))


def content_type(value=TST_INFO):
    return attribute("1.2.840.113549.1.9.3", oid(value))


def message_digest(content, algorithm="sha256"):
    return attribute("1.2.840.113549.1.9.4", octets(hashlib.new(algorithm, content).digest()))


def issuer_serial(issuer, serial):
    return seq(seq(ctx(4, issuer)), integer(serial))


def ess_v1(*certificates, tail=b""):
    ids = [seq(octets(hashlib.sha1(one.der).digest()), tail) for one in certificates]
    return attribute("1.2.840.113549.1.9.16.2.12", seq(seq(*ids)))


def ess_v2(*certificates, algorithm=None, tail=b""):
    named = b"" if algorithm is None else digest_algorithm(algorithm)
    digest = algorithm or "sha256"
    ids = [seq(named, octets(hashlib.new(digest, one.der).digest()), tail) for one in certificates]
    return attribute("1.2.840.113549.1.9.16.2.47", seq(seq(*ids)))


def signer_info(unit, content, *, attributes=None, key=None, digest="sha256", version=1, sid=None, unsigned=b"",
                algorithm=None):
    key = key or unit.key
    attributes = attributes if attributes is not None else [content_type(), message_digest(content, digest), ess_v2(unit)]
    joined = b"".join(sorted(attributes))
    signed = tlv(0x31, joined) if attributes else content
    return seq(
        integer(version), sid or seq(unit.issuer, integer(unit.serial)), digest_algorithm(digest),
        ctx(0, joined) if attributes else b"", algorithm or key.algorithm, octets(key.sign(signed)), unsigned,
    )


def token(content, signers, certificates, *, lists=(), digests=("sha256",), version=3, content_oid=TST_INFO,
          outer_oid=SIGNED_DATA, wrapped=None):
    return seq(oid(outer_oid), ctx(0, seq(
        integer(version), set_of(*map(digest_algorithm, digests)),
        seq(oid(content_oid), ctx(0, wrapped or octets(content))),
        ctx(0, *[one.der for one in certificates]) if certificates else b"",
        ctx(1, *lists) if lists else b"", set_of(*signers),
    )))


def response(token_der=b"", status=0, text=None, failure=None):
    info = [integer(status)]
    if text is not None:
        info.append(seq(tlv(0x0C, text.encode())))
    if failure is not None:
        value = bytearray(failure // 8 + 1)
        value[-1] = 0x80 >> failure % 8
        info.append(bits(bytes(value), 7 - failure % 8))
    return seq(seq(*info), token_der)
