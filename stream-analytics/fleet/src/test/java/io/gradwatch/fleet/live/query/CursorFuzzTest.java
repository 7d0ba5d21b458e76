package io.gradwatch.fleet.live.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A place of a page is read from its cursor as itself; any other text is a place or is refused as no cursor. */
class CursorFuzzTest {

    /** A cursor as a client sends it. */
    @FuzzTest
    void cursor(byte[] input) {
        try {
            SortKey place = SortKey.read(new String(input, StandardCharsets.UTF_8));
            assertThat(SortKey.read(place.cursor())).isEqualTo(place);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("must be a next_cursor of an earlier answer");
        }
    }

    /** A place of a run with any name and id. */
    @FuzzTest
    void place(byte[] input) {
        if (input.length >= 1 + Double.BYTES) {
            ByteBuffer bytes = ByteBuffer.wrap(input);
            int half = (bytes.get() & 0xFF) % (input.length - Double.BYTES);
            double number = bytes.getDouble();
            String id = new String(input, 1 + Double.BYTES, half, StandardCharsets.UTF_8);
            int rest = 1 + Double.BYTES + half;
            String text = new String(input, rest, input.length - rest, StandardCharsets.UTF_8);
            SortKey place = new SortKey(half % 2 == 1, number, text, id);
            assertThat(SortKey.read(place.cursor())).isEqualTo(place);
        }
    }
}
