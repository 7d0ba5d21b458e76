package io.gradwatch.alerting.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An SMTP server that answers what a test tells it to; otherwise it takes everything. */
public final class ScriptedSmtp implements AutoCloseable {

    /** Answer that breaks the connection. */
    public static final String HANG_UP = "hang up";

    /** Answer that is none. */
    public static final String SILENCE = "silence";

    private final Map<String, String> answers = new LinkedHashMap<>();
    private final List<String> commands = new ArrayList<>();
    private final ServerSocket socket;
    private int accepted;

    /** Starts on a free port. */
    public ScriptedSmtp() throws IOException {
        socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "scripted-smtp");
        thread.setDaemon(true);
        thread.start();
    }

    /** Answers a command that begins so with this; the end of the mail is the command ".". */
    public synchronized ScriptedSmtp answering(String command, String answer) {
        answers.put(command, answer);
        return this;
    }

    /** Port on the loopback address. */
    public int port() {
        return socket.getLocalPort();
    }

    /** Commands that it was sent, without the mails. */
    public synchronized List<String> commands() {
        return List.copyOf(commands);
    }

    /** Mails that it took. */
    public synchronized int accepted() {
        return accepted;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                talk(client);
            } catch (IOException e) {
                // The client or the test hung up.
            }
        }
    }

    private void talk(Socket client) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        OutputStream out = client.getOutputStream();
        boolean goesOn = say(out, answer("connect", "220 scripted"));
        while (goesOn) {
            String line = in.readLine();
            if (line == null) {
                return;
            }
            boolean isMail = line.startsWith("DATA");
            String answer = answer(line, isMail ? "354 go ahead" : "250 OK");
            goesOn = say(out, answer);
            if (isMail && answer.startsWith("354")) {
                skipMail(in);
                goesOn = say(out, endOfMail());
            }
        }
    }

    private synchronized String endOfMail() {
        String answer = answer(".", "250 taken");
        accepted += answer.startsWith("250") ? 1 : 0;
        return answer;
    }

    private static void skipMail(BufferedReader in) throws IOException {
        for (String line = in.readLine(); line != null && !line.equals("."); ) {
            line = in.readLine();
        }
    }

    private synchronized String answer(String command, String otherwise) {
        commands.add(command);
        return answers.entrySet().stream()
                .filter(answer -> command.startsWith(answer.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(otherwise);
    }

    private static boolean say(OutputStream out, String answer) throws IOException {
        if (answer.equals(HANG_UP)) {
            return false;
        }
        if (!answer.equals(SILENCE)) {
            out.write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        return true;
    }
}
