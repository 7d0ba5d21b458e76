package io.gradwatch.agent.logs.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.gradwatch.agent.logs.file.LogHead;
import io.gradwatch.agent.logs.file.TextEncoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Converts Python's form of a dictionary to JSON: strings in single quotes, {@code nan}, {@code None} and the numbers
 * of NumPy have other forms there.
 */
final class PythonText {

    /** Own choice: 64 MiB, far more than any history of a training. */
    private static final long LONGEST_BYTES = 64L << 20;

    private static final JsonFactory FACTORY = JsonCells.FACTORY
            .rebuild()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .build();

    private static final Pattern NUMPY =
            Pattern.compile("(?:np\\.|numpy\\.)?(?:float|int|array)(?:16|32|64)?\\(([^(),]{1,60})[^()]{0,60}\\)");
    private static final Pattern NAN = Pattern.compile("(?<=[\\[ ,:])-?nan(?=[\\], }])");
    private static final Pattern INFINITY = Pattern.compile("(?<=[\\[ ,:-])inf(?=[\\], }])");
    private static final Pattern NOTHING = Pattern.compile("(?<=[\\[ ,:])(?:None|True|False)(?=[\\], }])");

    private PythonText() {}

    /** A parser of a file with such text. */
    static JsonParser parser(Path file) throws IOException {
        if (Files.size(file) > LONGEST_BYTES) {
            throw new IOException("it is longer than " + LONGEST_BYTES + " bytes; expected the history of a training");
        }
        String text = NUMPY.matcher(LogHead.withoutMark(TextEncoding.decode(Files.readAllBytes(file))))
                .replaceAll("$1");
        text = NAN.matcher(text).replaceAll("NaN");
        text = INFINITY.matcher(text).replaceAll("Infinity");
        return FACTORY.createParser(NOTHING.matcher(text).replaceAll("null"));
    }
}
