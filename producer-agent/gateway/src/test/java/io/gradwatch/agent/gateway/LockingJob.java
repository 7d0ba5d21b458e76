package io.gradwatch.agent.gateway;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A process that holds the lock on its file until it is killed, or says that another has it. */
public final class LockingJob {

    private LockingJob() {}

    /** Arguments: the file, and any other to end at once. Prints a line: "locked", or "taken". */
    public static void main(String[] arguments) throws IOException {
        try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
            System.out.println(channel.tryLock() == null ? "taken" : "locked");
            if (arguments.length == 1) {
                System.in.read();
            }
        }
    }
}
