package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of {@code up}, which people read when something is wrong. */
class QuietLogIT {

    /** The first line of an entry: its level, its logger, and all of the line. */
    private static final Pattern ENTRY = Pattern.compile("(?m)^\\d{4}-\\S+ (\\w+ +\\S+) .*$");

    /** A host without processor time to spare hurts a start or a stop here and there, which is rightly told. */
    private static final int ATTEMPTS = 4;

    @TempDir
    private Path folder;

    @Test
    void cleanStartsAndStops_haveNoEntryInCommon() throws Exception {
        Map<String, String> inAll = entriesOf(Files.createDirectory(folder.resolve("attempt-1")));
        for (int attempt = 2; attempt <= ATTEMPTS && !inAll.isEmpty(); attempt++) {
            inAll.keySet()
                    .retainAll(entriesOf(Files.createDirectory(folder.resolve("attempt-" + attempt)))
                            .keySet());
        }
        assertThat(inAll).isEmpty();
    }

    /** An entry of each level and logger in the log of two starts and stops. */
    private static Map<String, String> entriesOf(Path folder) throws Exception {
        try (UpProcess up = new UpProcess(folder)) {
            up.start().terminate();
            up.start().terminate();

            return ENTRY.matcher(Files.readString(up.data().resolve("gradwatch.log")))
                    .results()
                    .collect(Collectors.toMap(entry -> entry.group(1), MatchResult::group, (first, next) -> first));
        }
    }
}
