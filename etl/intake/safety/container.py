"""What untrusted bytes are, told by what is in them and not by their name."""

from olefile import MAGIC

from etl.intake.safety.archive import look_into_zip
from etl.intake.safety.biff import Damaged, is_encrypted, open_container, workbook_stream
from etl.intake.safety.limits import MAX_BYTES, Container, Refused

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLD = (
    b"\x09\x08",
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
)  # records of Excel 2 to 5, in no container
_MAGIC = (
    (b"%PDF", "is_pdf"),
    (b"\x89PNG", "is_image"),
    (b"\xff\xd8\xff", "is_image"),
    (b"GIF8", "is_image"),
    (b"II*\0", "is_image"),
    (b"MM\0*", "is_image"),
    (b"Rar!", "is_archive"),
    (b"7z\xbc\xaf", "is_archive"),
    (b"\x1f\x8b", "is_archive"),
    (b"BZh", "is_archive"),
    (b"\xfd7zXZ", "is_archive"),
    (b"{\\rtf", "is_document"),
    (b"MZ\x90\0", "is_program"),
    (b"\x7fELF", "is_program"),
)
_DOCUMENTS = {"WordDocument", "PowerPoint Document", "VisioDocument", "Contents", "__properties_version1.0"}


def kind_of(data: bytes) -> str:
    """xlsx, xls or ods; raises Refused for everything else and for what passes a limit."""
    return look_into(data).kind


def look_into(data: bytes) -> Container:
    """What the bytes are, before anything opens them; raises Refused for what is no workbook and for what passes a
    limit.
    """
    if not data:
        raise Refused("is_empty")
    if len(data) > MAX_BYTES:
        raise Refused("too_large", size=round(len(data) / 2**20, 1), limit=MAX_BYTES // 2**20)
    if data.startswith(_ZIP):
        return look_into_zip(data)
    if data.startswith(MAGIC):
        return Container(_kind_of_compound(data), {})
    raise Refused(_other(data))


def _kind_of_compound(data: bytes) -> str:
    """xls. The names at the top of the file tell what else it is; a document inside a workbook is not at the top."""
    try:
        container = open_container(data)
        names = {path[0] for path in container.listdir()}
        if "EncryptedPackage" in names:
            raise Refused("has_password")
        if names & {"Workbook", "Book"}:
            if is_encrypted(workbook_stream(container)):
                raise Refused("has_password")
            return "xls"
    except Damaged as error:
        is_encrypted_package = "EncryptedPackage".encode("utf-16-le") in data
        raise Refused("has_password" if is_encrypted_package else "is_damaged") from error
    raise Refused("is_document" if names & _DOCUMENTS else "is_unknown" if names else "is_damaged")


def _other(data: bytes) -> str:
    """The reason for bytes that are no container of a workbook."""
    if data.startswith(_OLD):
        return "is_old_excel"
    if data[:2] == b"BM" and int.from_bytes(data[2:6], "little") == len(
        data
    ):  # a text may begin with these letters too
        return "is_image"
    return next((reason for magic, reason in _MAGIC if data.startswith(magic)), "") or _kind_of_text(data)


def _kind_of_text(data: bytes) -> str:
    head = data[:4096]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "replace").encode("utf-8", "replace")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1000].lower()
    if start.startswith(b"<"):
        is_xml = start.startswith(b"<?xml") and b"<html" not in start
        return "is_xml" if is_xml else "is_html"
    if start.startswith(b"mime-version:"):  # a page saved whole
        return "is_html"
    if b"\0" in head:
        return "is_unknown"
    text = head.decode("utf-8", "replace")
    return "is_unknown" if text.count("\ufffd") > len(text) // 4 else "is_text"
