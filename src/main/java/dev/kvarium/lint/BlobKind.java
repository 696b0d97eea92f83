package dev.kvarium.lint;

import dev.kvarium.base.Bytes;
import java.util.List;

/** Tells by the first bytes what a string is that is no text. */
final class BlobKind {
  /** The bytes by which a format begins, as Latin-1. */
  private record Magic(String bytes, int offset, String kind) {}

  private static final List<Magic> KNOWN =
      List.of(
          new Magic("\u0089PNG", 0, "a PNG image"),
          new Magic("\u00ff\u00d8\u00ff", 0, "a JPEG image"),
          new Magic("GIF8", 0, "a GIF image"),
          new Magic("WEBP", 8, "a WebP image"),
          new Magic("%PDF-", 0, "a PDF"),
          new Magic("PK\u0003\u0004", 0, "a ZIP archive"),
          new Magic("\u001f\u008b", 0, "something gzipped"),
          new Magic("\u0028\u00b5\u002f\u00fd", 0, "something compressed by zstd"),
          new Magic("\u0004\"M\u0018", 0, "something compressed by LZ4"),
          new Magic("ftyp", 4, "an MP4 video"),
          new Magic("OggS", 0, "an Ogg stream"),
          new Magic("ID3", 0, "an MP3"),
          new Magic("SQLite format 3", 0, "an SQLite database"));

  private BlobKind() {}

  /** What it looks like; empty for text. */
  static String of(byte[] head) {
    for (Magic each : KNOWN) {
      byte[] magic = Bytes.latin1(each.bytes);
      boolean same = head.length >= each.offset + magic.length;
      for (int i = 0; same && i < magic.length; i++) {
        same = head[each.offset + i] == magic[i];
      }
      if (same) {
        return each.kind;
      }
    }
    for (byte each : head) {
      if (each >= 0 && each < ' ' && each != '\n' && each != '\r' && each != '\t') {
        return "bytes, not text";
      }
    }
    return "";
  }
}
