package io.gradwatch.kafka;

import java.nio.file.Path;

/** A broker that runs until its process is killed. */
final class BrokerProcess {

    private BrokerProcess() {}

    /** @param arguments folder and port */
    public static void main(String[] arguments) {
        EmbeddedBroker broker = new EmbeddedBroker(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        broker.start();
        TopicSetup.createMissing(broker.bootstrapServers(), 1, (short) 1);
        System.out.println("started");
    }
}
