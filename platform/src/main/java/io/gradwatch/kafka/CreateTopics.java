package io.gradwatch.kafka;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics of the catalogue where they are missing, and ends: for a Kafka cluster that this product does not
 * run itself.
 *
 * <pre>
 * java -cp ... io.gradwatch.kafka.CreateTopics BOOTSTRAP-SERVERS PARTITIONS REPLICATION-FACTOR
 * </pre>
 */
public final class CreateTopics {

    private static final Logger LOG = LoggerFactory.getLogger(CreateTopics.class);

    private CreateTopics() {}

    /** Exit code 0 when all topics are there, 1 when Kafka refuses or cannot be reached, 2 for wrong arguments. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        try {
            if (arguments.length != 3) {
                throw new IllegalArgumentException("expected BOOTSTRAP-SERVERS PARTITIONS REPLICATION-FACTOR");
            }
            TopicSetup.createMissing(arguments[0], Integer.parseInt(arguments[1]), Short.parseShort(arguments[2]));
            return 0;
        } catch (IllegalArgumentException e) {
            LOG.error("Wrong arguments: {}", e.getMessage());
            return 2;
        } catch (IllegalStateException e) {
            LOG.error("{}", e.getMessage());
            return 1;
        }
    }
}
