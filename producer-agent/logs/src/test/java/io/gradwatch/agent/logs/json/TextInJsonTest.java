package io.gradwatch.agent.logs.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.logs.Logs;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.schema.Step;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextInJsonTest {

    @TempDir
    Path folder;

    @Test
    void notebook_isReadAsWhatItsCellsPrinted() {
        assertLosses(Logs.read(folder, "train.ipynb", """
                {
                 "cells": [
                  {"cell_type": "markdown", "metadata": {}, "source": ["Epoch 9 loss 9.5"]},
                  {
                   "cell_type": "code",
                   "outputs": [
                    {"name": "stdout", "output_type": "stream", "text": ["epoch 0 loss: 2.5\\n", "epoch 1 loss: 1.5\\n"]},
                    {"name": "stdout", "output_type": "stream", "text": "epoch 2 loss: 1.25\\n"},
                    {"data": {"text/plain": ["1"], "a": {"text": "epoch 5 loss: 9.5"}}, "output_type": "display_data"}
                   ],
                   "source": ["print(f'epoch {e} loss: 7.5')"]
                  }
                 ],
                 "metadata": {},
                 "nbformat": 4
                }
                """));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                {
                  "events": [
                    {"timestamp": 1712345678123, "message": "epoch 0 loss: 2.5", "ingestionTime": 1712345679000},
                    {"timestamp": 1712345688123, "message": "epoch 1 loss: 1.5", "ingestionTime": 1712345689000},
                    {"timestamp": 1712345698123, "message": "epoch 2 loss: 1.25", "ingestionTime": 1712345699000}
                  ]
                }
                """,
                "{\"nextToken\": \"f/1\", \"events\": [{\"message\": \"epoch 0 loss: 2.5\"},"
                        + " {\"message\": \"epoch 1 loss: 1.5\\n\"}, {\"message\": \"epoch 2 loss: 1.25\"}]}",
                "[\n  {\n    \"textPayload\": \"epoch 0 loss: 2.5\"\n  },\n  {\"textPayload\": \"epoch 1 loss: 1.5\"},\n"
                        + "  {\"textPayload\": \"epoch 2 loss: 1.25\"}\n]\n"
            })
    void exportedMessages_areReadAsText(String content) {
        assertLosses(Logs.read(folder, "export.json", content));
    }

    @Test
    void brokenFile_isTold() {
        Logs.Reading read = Logs.read(folder, "train.ipynb", "{\"cells\": [\n{\"cell_type\": \"code\", ");

        assertThat(read.problem().orElseThrow()).contains("train.ipynb", "is not whole JSON");
    }

    private static void assertLosses(Logs.Reading read) {
        assertThat(read.problem()).isEmpty();
        assertThat(read.rows()).extracting(LogRow::step).containsExactly(0L, 1L, 2L);
        assertThat(read.events())
                .extracting(event -> ((Step) event.getEvent()).getLoss())
                .containsExactly(2.5, 1.5, 1.25);
    }
}
