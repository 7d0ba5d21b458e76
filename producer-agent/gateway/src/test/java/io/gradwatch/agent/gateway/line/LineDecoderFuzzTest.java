package io.gradwatch.agent.gateway.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.gradwatch.schema.Origin;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a line holds, it is a hello, a record that can be sent, or a {@link BadLineException}. */
class LineDecoderFuzzTest {

    private static final List<String> LINES = List.of(
            "{\"type\":\"hello\",\"protocol\":1,\"token\":\"t\",\"session\":4611686018427387904,\"pid\":4711,"
                    + "\"client\":\"c\",\"runId\":\"digits-é\",\"attempt\":null,\"rank\":0,\"alerts\":false}",
            "{\"type\":\"record\",\"seq\":0,\"at\":1795564800000,\"started\":{\"name\":\"digits\",\"project\":\"demo\","
                    + "\"hyperparameters\":{\"lr\":\"0.1\"},\"layers\":[{\"name\":\"fc1\",\"type\":\"Linear\","
                    + "\"parameters\":650}],\"classes\":10,\"references\":[{\"name\":\"n\",\"signal\":\"TRAINING_LOSS\","
                    + "\"axis\":\"STEP\",\"at\":[1,2],\"values\":[1.5,\"NaN\"]}]}}",
            "{\"type\":\"record\",\"seq\":1,\"at\":1795564800020,\"step\":{\"step\":0,\"loss\":NaN,\"learningRate\":0.1,"
                    + "\"metrics\":{\"accuracy\":0.1},\"batch\":{\"outputShape\":[1,2]},\"tensors\":[[\"fc1.weight\","
                    + "\"GRADIENT\",640,-0.1,0.1,0.0,0.02,\"-Infinity\",0,0,0,null]]}}",
            "{\"type\":\"record\",\"seq\":2,\"at\":1,\"evaluation\":{\"step\":100,\"split\":\"TRAIN_VAL\",\"loss\":0.4,"
                    + "\"metrics\":{\"accuracy\":0.9},\"errorTypes\":[{\"name\":\"a\",\"share\":0.5}]}}",
            "{\"type\":\"record\",\"seq\":3,\"at\":1,\"heartbeat\":{\"step\":120,\"droppedRecords\":0}}",
            "{\"type\":\"record\",\"seq\":4,\"at\":1,\"ended\":{\"outcome\":\"FAILED\",\"exception\":\"E\","
                    + "\"message\":\"m\",\"step\":120,\"droppedRecords\":0}}");

    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "null",
            "true",
            "-",
            "1e999",
            "1e-999",
            "NaN",
            "-Infinity",
            "\"NaN\"",
            "9223372036854775808",
            "-1",
            "0.5",
            "\\u0000",
            "\\ud800",
            "\u0000",
            "\"step\":",
            "\"type\":",
            "{}",
            "[]",
            "\"tensors\":[[",
            "\uFEFF",
            "é",
            "\\",
            "/*",
            "0x1F",
            "+1",
            ".5",
            "'");

    private final LineDecoder decoder = new LineDecoder();
    private final Random random = new Random(4);
    private int usable;

    @Test
    void everyLineCutAtEveryByte_isRefused() {
        for (String line : LINES) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            for (int length = 0; length < bytes.length; length++) {
                check(Arrays.copyOf(bytes, length));
            }
        }
        assertThat(usable).isZero();
    }

    @Test
    void everyByteOfEveryLineChanged_isUsableOrRefused() {
        for (String line : LINES) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            for (int at = 0; at < bytes.length; at++) {
                for (int flip : new int[] {1, 2, 4, 16, 32, 128, 255}) {
                    byte[] changed = bytes.clone();
                    changed[at] ^= (byte) flip;
                    check(changed);
                }
            }
        }
        assertThat(usable).isPositive();
    }

    @Test
    void linesMadeOfPieces_areUsableOrRefused() {
        for (int i = 0; i < 40_000; i++) {
            StringBuilder line = new StringBuilder(LINES.get(random.nextInt(LINES.size())));
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                int at = random.nextInt(line.length() + 1);
                int end = Math.min(line.length(), at + random.nextInt(12));
                line.replace(at, random.nextBoolean() ? at : end, PIECES.get(random.nextInt(PIECES.size())));
            }
            check(line.toString().getBytes(StandardCharsets.UTF_8));
        }
        assertThat(usable).isPositive();
    }

    private void check(byte[] line) {
        try {
            if (decoder.decode(ByteBuffer.wrap(line)) instanceof JobLine.Event event) {
                Origin origin = new Origin("r", 0, 0, 1L, event.sequence(), event.timestampMillis(), false);
                Topics.TELEMETRY.codec().encode(new Telemetry(origin, event.event()));
            }
            usable++;
        } catch (BadLineException e) {
            assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(1_000);
        } catch (RuntimeException | StackOverflowError e) {
            fail("This line led to an exception: " + new String(line, StandardCharsets.UTF_8), e);
        }
    }
}
