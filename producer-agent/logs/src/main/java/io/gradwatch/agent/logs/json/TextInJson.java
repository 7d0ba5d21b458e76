package io.gradwatch.agent.logs.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.gradwatch.agent.logs.file.TextLines;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.names.Shown;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/**
 * The text that a program printed, out of a JSON file: the messages of a list, and of a notebook the streams of its
 * outputs, in their order. What a cell of a notebook is made of is no output.
 */
public final class TextInJson {

    /** Keys of a message, as alternatives of a pattern. */
    static final String MESSAGES = "message|msg|log|textPayload|text";

    /** Own choice: 64 million characters; more is no export of one training. */
    private static final int LONGEST_CHARS = 64 << 20;

    private static final Set<String> KEYS = Set.of(MESSAGES.split("\\|"));
    /** In notebooks: what a person wrote, and what is told about the notebook. */
    private static final Set<String> NO_OUTPUT = Set.of("source", "metadata", "attachments", "traceback", "data");

    /** Cells may show figures, whose data is nested deeply. Own choice. */
    private static final JsonFactory FACTORY = JsonCells.FACTORY
            .rebuild()
            .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(500).build())
            .build();

    private final JsonParser parser;
    private boolean notebook;
    private final StringBuilder text = new StringBuilder();

    private TextInJson(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * The lines of the text of a file.
     *
     * @throws UnreadableLogException when it is no JSON, or longer than can be kept
     */
    public static TextLines lines(Path file) throws UnreadableLogException {
        try (JsonParser parser = FACTORY.createParser(file.toFile())) {
            TextInJson found = new TextInJson(parser);
            while (parser.nextToken() != null) {
                found.value("");
            }
            byte[] text = found.text.toString().getBytes(StandardCharsets.UTF_8);
            return TextLines.of(new ByteArrayInputStream(text), file.toString(), TextLines.Style.PRINTED);
        } catch (JacksonException e) {
            String says = e.getOriginalMessage().lines().findFirst().orElse("");
            throw new UnreadableLogException(file, 0, "is not whole JSON: " + Shown.text(says), e);
        } catch (IOException e) {
            throw new UnreadableLogException(file, 0, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** The value at which the parser stands. */
    private void value(String key) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    notebook |= name.equals("cell_type");
                    if (notebook && NO_OUTPUT.contains(name)) {
                        parser.skipChildren();
                    } else {
                        value(name);
                    }
                }
            }
            case START_ARRAY -> {
                boolean lines = KEYS.contains(key);
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (lines && parser.currentToken() == JsonToken.VALUE_STRING) {
                        // The lines of a notebook keep their ends.
                        add(parser.getText());
                    } else {
                        value("");
                    }
                }
                endLine();
            }
            case VALUE_STRING -> {
                if (KEYS.contains(key)) {
                    add(parser.getText());
                    endLine();
                }
            }
            default -> {}
        }
    }

    private void add(String part) throws IOException {
        if (text.length() + part.length() > LONGEST_CHARS) {
            throw new IOException("it has more than " + LONGEST_CHARS + " characters of text");
        }
        text.append(part);
    }

    private void endLine() {
        if (text.length() > 0 && text.charAt(text.length() - 1) != '\n') {
            text.append('\n');
        }
    }
}
