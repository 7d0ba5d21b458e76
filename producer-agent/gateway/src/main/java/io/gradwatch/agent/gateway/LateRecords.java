package io.gradwatch.agent.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Records of jobs that ended while no agent was there. A job leaves them in the folder {@value #FOLDER} beside the
 * socket, a file each: the lines that it would have said. They are said to the agent at the socket as by the job
 * itself, and a file is deleted when all of it is acknowledged.
 */
final class LateRecords implements Runnable, AutoCloseable {

    static final String FOLDER = "late";

    private static final String ENDING = ".jsonl";
    /** What cannot be sent keeps this ending, for a person to look at. */
    private static final String REFUSED = ".refused";

    private static final long PAUSE_MILLIS = TimeUnit.SECONDS.toMillis(5);
    private static final System.Logger LOG = System.getLogger(LateRecords.class.getName());

    private final JsonMapper mapper = new JsonMapper();
    private final Path socket;
    private final Thread thread = new Thread(this, "gradwatch-late-records");

    /** @param socket at which the agent listens */
    LateRecords(Path socket) {
        this.socket = socket;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                sendAll();
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendAll() {
        Path folder = socket.resolveSibling(FOLDER);
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (Path file : files) {
                send(file);
            }
        } catch (ClosedByInterruptException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The records that jobs left in {0} cannot be sent now: {1}", folder, e.getMessage());
        }
    }

    private void send(Path file) throws IOException {
        List<String> lines;
        long last;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            last = mapper.readTree(lines.get(lines.size() - 1)).path("seq").asLong(-1);
        } catch (IOException | IndexOutOfBoundsException e) {
            setAside(file, "it cannot be read: " + e.getMessage());
            return;
        }
        try (SocketChannel job = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            job.connect(UnixDomainSocketAddress.of(socket));
            for (String line : lines) {
                say(job, line);
            }
            String refusal = awaitAcknowledged(job, last + 1);
            if (refusal != null) {
                setAside(file, refusal);
                return;
            }
        }
        Files.delete(file);
        LOG.log(Level.INFO, "Sent {0} records that a job left in {1}", lines.size() - 1, file);
    }

    private static void say(SocketChannel job, String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            job.write(bytes);
        }
    }

    /** Why the agent takes nothing of it; null where it has everything below the number. */
    private String awaitAcknowledged(SocketChannel job, long next) throws IOException {
        BufferedReader heard =
                new BufferedReader(new InputStreamReader(Channels.newInputStream(job), StandardCharsets.UTF_8));
        for (String line = heard.readLine(); line != null; line = heard.readLine()) {
            JsonNode said = mapper.readTree(line);
            String type = said.path("type").asText();
            if (type.equals("refused")) {
                return said.path("message").asText();
            }
            if ((type.equals("ack") || type.equals("ready"))
                    && said.path("next").asLong() >= next) {
                return null;
            }
        }
        throw new IOException("the agent hung up");
    }

    private static void setAside(Path file, String why) throws IOException {
        LOG.log(Level.WARNING, "The records that a job left in {0} cannot be sent and are set aside: {1}", file, why);
        Files.move(file, file.resolveSibling(file.getFileName() + REFUSED), StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
