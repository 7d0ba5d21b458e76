package io.gradwatch.agent.gateway;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.gateway.socket.AgentPlace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** An agent in a process of its own, until it is killed. */
final class AgentMain {

    private AgentMain() {}

    /** Arguments: bootstrap servers, folder of socket and spool. Prints a line once it listens. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[1]);
        AgentPlace place = new AgentPlace(Optional.of(folder.resolve("agent.sock")), Optional.empty());
        AgentSettings shipping = AgentSettings.builder()
                .bootstrapServers(arguments[0])
                .spoolFolder(folder.resolve("spool"))
                .build();
        try (AgentGateway gateway = new AgentGateway(place, Optional.empty(), shipping)) {
            gateway.start();
            System.out.println("listening");
            System.in.read();
        }
    }
}
