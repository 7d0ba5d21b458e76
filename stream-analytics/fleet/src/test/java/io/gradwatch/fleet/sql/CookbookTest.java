package io.gradwatch.fleet.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.fleet.history.ExampleHistory;
import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.HistorySettings;
import io.gradwatch.fleet.testing.SqlResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Asks every question of docs/COOKBOOK.md; the answers are below the questions. -Dgolden.update=true writes them anew.
 */
class CookbookTest {

    private static final Path COOKBOOK = Path.of("../../docs/COOKBOOK.md");
    private static final Pattern QUESTION = Pattern.compile(
            "### (?<title>.+)\n(?<text>(?:(?!###|```)[\\s\\S])*)```sql\n(?<sql>[^`]+)```\n(?:\n```text\n(?<answer>[^`]*)```\n)?");

    private static final Pattern COMMAND = Pattern.compile("gradwatch sql \"([^\"…]+)\"");

    @TempDir
    private Path root;

    @Test
    void everyQuestion_hasTheAnswerThatIsBelowIt() throws Exception {
        String cookbook = Files.readString(COOKBOOK);
        StringBuilder updated = new StringBuilder();
        List<String> wrong = new ArrayList<>();
        int questions = 0;
        try (History history = new History(root, HistorySettings.defaults());
                SqlService sql =
                        new SqlService(history, new SqlSettings(Duration.ofSeconds(60), 1_000, 1, 512L << 20, 2))) {
            ExampleHistory.write(history);
            Matcher question = QUESTION.matcher(cookbook);
            while (question.find()) {
                questions++;
                String answer = answer(sql, question.group("sql"));
                if (!answer.equals(question.group("answer"))) {
                    wrong.add(question.group("title") + "\n" + answer);
                }
                question.appendReplacement(
                        updated,
                        Matcher.quoteReplacement("### " + question.group("title") + "\n" + question.group("text")
                                + "```sql\n" + question.group("sql") + "```\n\n```text\n" + answer + "```\n"));
            }
            question.appendTail(updated);
        }
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(COOKBOOK, updated.toString());
        } else {
            assertThat(questions).isGreaterThanOrEqualTo(20);
            assertThat(wrong).isEmpty();
        }
    }

    @Test
    void everyQuestionOfTheCommands_isAnswered() throws Exception {
        int questions = 0;
        try (History history = new History(root, HistorySettings.defaults());
                SqlService sql =
                        new SqlService(history, new SqlSettings(Duration.ofSeconds(60), 1_000, 1, 512L << 20, 2))) {
            ExampleHistory.write(history);
            for (String file : List.of("../../README.md", "../../docs/COMMANDS.md")) {
                Matcher command = COMMAND.matcher(Files.readString(Path.of(file)));
                while (command.find()) {
                    questions++;
                    assertThat(SqlResult.query(sql, command.group(1), 100).rows())
                            .as(command.group())
                            .isNotEmpty();
                }
            }
        }
        assertThat(questions).isPositive();
    }

    private static String answer(SqlService sql, String question) {
        try {
            SqlResult result = SqlResult.query(sql, question, 100);
            String names = result.columns().stream().map(SqlResult.Column::name).collect(Collectors.joining(" | "));
            String rows = result.rows().stream()
                    .map(row -> row.stream().map(String::valueOf).collect(Collectors.joining(" | ")) + "\n")
                    .collect(Collectors.joining());
            return names + "\n" + rows;
        } catch (SqlRefusedException e) {
            return "refused: " + e.getMessage() + "\n";
        }
    }
}
