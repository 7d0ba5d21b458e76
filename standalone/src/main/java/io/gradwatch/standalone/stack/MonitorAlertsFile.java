package io.gradwatch.standalone.stack;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.SingleObjectCodec;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** File of the alerts of the monitor itself: a line for each, in Base64, behind a word for what it is. */
final class MonitorAlertsFile {

    private static final Logger LOG = LoggerFactory.getLogger(MonitorAlertsFile.class);
    /** Avro builds alerts only once the catalogue of topics has named their classes as trusted. */
    private static final SingleObjectCodec<Alert> ALERT = Topics.ALERTS.codec();

    private static final String LATEST = "latest ";
    private static final String UNSENT = "unsent ";

    /** Ended alerts that are kept; own choice. */
    private static final int MOST_ENDED = 1_000;

    private final Path file;
    private String written = "";

    /**
     * Alerts that survive a restart.
     *
     * @param latest state of each alert, the oldest first
     * @param unsent transitions that Kafka does not have yet, in order
     */
    record Content(List<Alert> latest, List<Alert> unsent) {}

    MonitorAlertsFile(Path file) {
        this.file = file;
    }

    /** Content of the file; lines that cannot be read are left out. */
    Content read() {
        List<Alert> latest = new ArrayList<>();
        List<Alert> unsent = new ArrayList<>();
        if (Files.exists(file)) {
            try {
                for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                    read(line, latest, unsent);
                }
            } catch (IOException e) {
                LOG.warn("The alerts of the monitor itself cannot be read from {}: {}", file, e.toString());
            }
        }
        return new Content(latest, unsent);
    }

    private void read(String line, List<Alert> latest, List<Alert> unsent) {
        try {
            boolean waits = line.startsWith(UNSENT);
            byte[] bytes = Base64.getDecoder().decode(line.substring(LATEST.length()));
            (waits ? unsent : latest).add(ALERT.decode(bytes));
        } catch (UnreadableRecordException | RuntimeException e) {
            LOG.warn("A line of {} is damaged and left out: {}", file, e.toString());
        }
    }

    /** Puts a new file in the place of the old one, where something changed. */
    void write(Content content) {
        StringBuilder text = new StringBuilder();
        long ended = content.latest().stream().filter(alert -> !isFiring(alert)).count();
        for (Alert alert : content.latest()) {
            if (isFiring(alert) || ended-- <= MOST_ENDED) {
                text.append(LATEST).append(base64(alert)).append('\n');
            }
        }
        content.unsent()
                .forEach(alert -> text.append(UNSENT).append(base64(alert)).append('\n'));
        if (text.toString().equals(written)) {
            return;
        }
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(beside, text, StandardCharsets.ISO_8859_1);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            written = text.toString();
        } catch (IOException e) {
            LOG.debug("The alerts of the monitor itself cannot be written to {}, it is tried again", file, e);
        }
    }

    private static boolean isFiring(Alert alert) {
        return alert.getState() == AlertState.FIRING;
    }

    private static String base64(Alert alert) {
        return Base64.getEncoder().encodeToString(ALERT.encode(alert));
    }
}
