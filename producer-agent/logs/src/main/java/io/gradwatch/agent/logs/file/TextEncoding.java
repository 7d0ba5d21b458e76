package io.gradwatch.agent.logs.file;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Encoding of a text: UTF-8, or UTF-16 as PowerShell writes it, with a byte order mark or without. */
public enum TextEncoding {
    UTF_8(StandardCharsets.UTF_8, 0),
    UTF_8_MARKED(StandardCharsets.UTF_8, 3),
    UTF_16_LE(StandardCharsets.UTF_16LE, 0),
    UTF_16_LE_MARKED(StandardCharsets.UTF_16LE, 2),
    UTF_16_BE(StandardCharsets.UTF_16BE, 0),
    UTF_16_BE_MARKED(StandardCharsets.UTF_16BE, 2);

    private final Charset charset;
    private final int markBytes;

    TextEncoding(Charset charset, int markBytes) {
        this.charset = charset;
        this.markBytes = markBytes;
    }

    /** Tells it by the first bytes: 4 of them or more, or all that there are. */
    public static TextEncoding of(byte[] head) {
        int length = head.length;
        int one = length > 0 ? head[0] & 0xff : -1;
        int two = length > 1 ? head[1] & 0xff : -1;
        if (one == 0xff && two == 0xfe) {
            return UTF_16_LE_MARKED;
        }
        if (one == 0xfe && two == 0xff) {
            return UTF_16_BE_MARKED;
        }
        if (length > 2 && one == 0xef && two == 0xbb && (head[2] & 0xff) == 0xbf) {
            return UTF_8_MARKED;
        }
        if (length > 3 && one > 0 && two == 0 && head[2] != 0 && head[3] == 0) {
            return UTF_16_LE;
        }
        return length > 3 && one == 0 && two > 0 && head[2] == 0 && head[3] != 0 ? UTF_16_BE : UTF_8;
    }

    /** The text of the first bytes of a file. */
    public static String decode(byte[] head) {
        TextEncoding encoding = of(head);
        return new String(head, encoding.markBytes, head.length - encoding.markBytes, encoding.charset);
    }

    int markBytes() {
        return markBytes;
    }

    /** True if two bytes are a unit. */
    boolean isWide() {
        return charset != StandardCharsets.UTF_8;
    }

    int unit(int first, int second) {
        return charset == StandardCharsets.UTF_16LE ? first | second << 8 : first << 8 | second;
    }

    Charset charset() {
        return charset;
    }
}
