# Prints one document after the other, for PrintWorker: 8 bytes of length and HTML come in, 8 bytes of length and a PDF go out, none where
# it failed. WeasyPrint is loaded once; each document is printed by a child of its own, which begins where all others began: the same
# document is the same bytes, and nothing that it leaves behind stays. Ends with whoever holds its input.
import gc, logging, os, sys

from weasyprint import HTML

logging.getLogger("weasyprint").setLevel(logging.CRITICAL)


def pdf_of(html):
    # Of an address that no scheme knows nothing can be fetched.
    return HTML(string=html, base_url="nowhere:").write_pdf(variant="pdf/ua-1")


# Loads what is only loaded while something is printed, and the fonts.
pdf_of("<!DOCTYPE html><html lang='fr'><title>.</title><p>. <b>.</b></html>")
gc.freeze()
source, target = sys.stdin.buffer, sys.stdout.buffer
while len(head := source.read(8)) == 8:
    html = source.read(int.from_bytes(head, "little")).decode("utf-8")
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        with open(writer, "wb") as pipe:
            pipe.write(pdf_of(html))
        os._exit(0)
    os.close(writer)
    with open(reader, "rb") as pipe:
        pdf = pipe.read()
    if os.waitpid(child, 0)[1] != 0:
        pdf = b""
    target.write(len(pdf).to_bytes(8, "little") + pdf)
    target.flush()
