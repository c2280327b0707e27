"""Documents made into one file of text: flat DOCX and MHTML."""

import base64
import io
import quopri
import re
import zipfile

PACKAGE = "http://schemas.microsoft.com/office/2006/xmlPackage"


def flat_docx(data: bytes) -> bytes:
    """A whole DOCX in one XML file, pictures and all."""
    parts = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            if name.endswith((".xml", ".rels")):
                inner = re.sub(rb"^<\?xml[^>]*\?>", b"", part).decode()
                parts.append(f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{inner}</pkg:xmlData></pkg:part>')
            else:
                inner = base64.b64encode(part).decode()
                parts.append(f'<pkg:part pkg:name="/{name}"><pkg:binaryData>{inner}</pkg:binaryData></pkg:part>')
    return f'<?xml version="1.0"?><pkg:package xmlns:pkg="{PACKAGE}">{"".join(parts)}</pkg:package>'.encode()


def mhtml(page: str, charset: str, transfer: str) -> bytes:
    """A page saved as one file."""
    coded = page.encode("gb18030" if charset == "gb2312" else charset)
    body = base64.encodebytes(coded) if transfer == "base64" else quopri.encodestring(coded)
    head = 'From: <WPS>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="-_X"\r\n\r\n'
    part = f'---_X\r\nContent-Type: text/html; charset="{charset}"\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n'
    picture = "\r\n---_X\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n---_X--\r\n"
    return head.encode() + part.encode() + body + picture.encode()
