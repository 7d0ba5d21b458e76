package io.gradwatch.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.spool.Spool.Priority;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.SingleObjectCodec;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import io.gradwatch.upgrade.testing.KeptState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that an agent of each release left on disk are sent by the present one. */
class SpoolUpgradeTest {

    private static final SingleObjectCodec<Telemetry> CODEC = Topics.TELEMETRY.codec();
    private static final long SESSION = 0x1234L;
    private static final String RUN = "left-run";
    private static final long LIMIT = 1 << 20;

    @TempDir
    private Path folder;

    static List<Path> spools() {
        return KeptState.of("spool", (kept, work) -> {
            SessionSpools spools = new SessionSpools(kept, LIMIT, LIMIT, "");
            try (Spool spool = spools.session(SESSION, RUN)) {
                for (byte[] record : records()) {
                    spool.append(record, Priority.ESSENTIAL);
                }
                spool.flush();
                spool.acknowledge(spool.next());
            }
            assertThat(spools.trouble()).isEmpty();
            Files.deleteIfExists(kept.resolve("sessions").resolve(SessionFolder.name(SESSION) + ".lock"));
        });
    }

    private static List<byte[]> records() {
        List<byte[]> records = new ArrayList<>();
        records.add(record(0, RunStarted.newBuilder().setName("digits").build()));
        records.add(record(1, Step.newBuilder().setStep(7).setLoss(0.5).build()));
        records.add(record(2, RunEnded.newBuilder().setOutcome(Outcome.FINISHED).build()));
        return records;
    }

    private static byte[] record(long sequence, Object event) {
        Origin origin = new Origin(RUN, 2, 0, SESSION, sequence, 1_790_000_000_000L + sequence, false);
        return CODEC.encode(new Telemetry(origin, event));
    }

    @ParameterizedTest
    @MethodSource("spools")
    void spoolOfARelease_isSentFromWhereItWas(Path kept) throws Exception {
        SessionSpools spools = new SessionSpools(KeptState.copy(kept, folder.resolve("spool")), LIMIT, LIMIT, "");

        List<FileSpool> orphans = spools.orphans(met -> {});

        assertThat(orphans).hasSize(1);
        try (FileSpool orphan = orphans.get(0)) {
            assertThat(orphan.session()).isEqualTo(SESSION);
            assertThat(new String(orphan.key(), StandardCharsets.UTF_8)).isEqualTo(RUN);
            List<Telemetry> left = new ArrayList<>();
            for (SpooledRecord record = orphan.next(); record != null; record = orphan.next()) {
                left.add(CODEC.decode(record.value()));
            }
            assertThat(left)
                    .extracting(record -> record.getOrigin().getSequence())
                    .containsExactly(1L, 2L);
            assertThat(left.get(0).getOrigin().getAttempt()).isEqualTo(2);
            assertThat(((Step) left.get(0).getEvent()).getLoss()).isEqualTo(0.5);
            assertThat(left.get(1).getEvent()).isInstanceOf(RunEnded.class);
            assertThat(orphan.damagedSegments()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("spools")
    void segmentOfALaterFormat_isSetAside(Path kept) throws Exception {
        Path copy = KeptState.copy(kept, folder.resolve("spool"));
        Path session = copy.resolve("sessions").resolve(SessionFolder.name(SESSION));
        Path segment;
        try (Stream<Path> files = Files.list(session)) {
            segment =
                    files.filter(file -> Segment.number(file) >= 0).findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(segment);
        bytes[7] = '2';
        Files.write(segment, bytes);

        for (FileSpool orphan : new SessionSpools(copy, LIMIT, LIMIT, "").orphans(met -> {})) {
            assertThat(orphan.next()).isNull();
            orphan.retire();
            orphan.close();
        }
        assertThat(copy.resolve("damaged"))
                .isDirectoryContaining(
                        path -> path.toString().endsWith(segment.getFileName().toString()));
    }
}
