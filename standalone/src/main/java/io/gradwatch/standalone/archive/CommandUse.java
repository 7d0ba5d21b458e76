package io.gradwatch.standalone.archive;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gradwatch.standalone.Main;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The commands that answer and end, each once, with a fleet that knows of nothing. */
final class CommandUse {

    private static final byte[] ANSWER =
            "{\"runs\": [], \"alerts\": [], \"silences\": [], \"columns\": [], \"rows\": [], \"total\": 0}"
                    .getBytes(StandardCharsets.UTF_8);

    private CommandUse() {}

    static void of(Path folder) throws IOException {
        Path config = Files.writeString(folder.resolve("gradwatch.yaml"), "kafka: {port: 0}\n");
        Path log = Files.writeString(folder.resolve("run.csv"), "step,loss\n1,2.5\n2,nan\n");
        HttpServer fleet = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        fleet.createContext("/", CommandUse::answer);
        fleet.start();
        String server = "--server=http://127.0.0.1:" + fleet.getAddress().getPort();
        try {
            run("--version");
            run("--help");
            run("check-config", config.toString());
            run("runs", server);
            run("alerts", server);
            run("silence", "query", server);
            run("acknowledge", server);
            run("sql", server, "select 1");
            run("detectors");
            run("replay", log.toString());
            run("replay", "--json", log.toString());
            run("report", log.toString());
        } finally {
            fleet.stop(0);
        }
    }

    /** Runs a command; its output does not matter, since the fleet here is empty. */
    private static void run(String... arguments) {
        PrintWriter nowhere = new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Main.run(nowhere, nowhere, arguments);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
        }
    }
}
