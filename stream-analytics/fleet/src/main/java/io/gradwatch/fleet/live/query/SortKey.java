package io.gradwatch.fleet.live.query;

import io.gradwatch.fleet.live.column.Cell;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Locale;

/**
 * Place of an item in a sorted list. A cursor holds nothing else, so that the next part goes on behind the item, even
 * if items were added or removed meanwhile.
 *
 * @param missing true where the item lacks the value to sort by: it comes last
 * @param number value to sort by, where it is a number; NaN is the largest, and stands for a text too
 * @param text value to sort by, where it is a text: after all numbers
 * @param id of the item, between items that are equal otherwise
 */
record SortKey(boolean missing, double number, String text, String id) {

    static SortKey of(Number number, String id) {
        return number == null ? new SortKey(true, 0, "", id) : new SortKey(false, number.doubleValue(), "", id);
    }

    /** Numbers come before texts, which differ in their letters but not in their case. */
    static SortKey of(Cell cell, String id) {
        if (cell.missing()) {
            return new SortKey(true, 0, "", id);
        }
        String text = cell.numeric() ? "" : cell.text().toLowerCase(Locale.ROOT);
        return new SortKey(false, cell.number(), text, id);
    }

    static Comparator<SortKey> order(boolean ascending) {
        Comparator<SortKey> value = Comparator.comparingDouble(SortKey::number).thenComparing(SortKey::text);
        return Comparator.comparing(SortKey::missing)
                .thenComparing(ascending ? value : value.reversed())
                .thenComparing(SortKey::id);
    }

    /** Ids may hold any character, so that the length says where theirs ends. */
    String cursor() {
        String plain = (missing ? "1" : "0")
                + '\n'
                + Long.toHexString(Double.doubleToLongBits(number))
                + '\n'
                + id.length()
                + '\n'
                + id
                + text;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException when the text is no cursor */
    static SortKey read(String cursor) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            String[] parts = plain.split("\n", 4);
            double number = Double.longBitsToDouble(Long.parseUnsignedLong(parts[1], 16));
            int idLength = Integer.parseInt(parts[2]);
            return new SortKey(
                    "1".equals(parts[0]), number, parts[3].substring(idLength), parts[3].substring(0, idLength));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "was '" + cursor + "' but must be a next_cursor of an earlier answer", e);
        }
    }
}
