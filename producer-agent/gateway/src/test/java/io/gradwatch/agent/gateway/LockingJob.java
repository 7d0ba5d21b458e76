package io.gradwatch.agent.gateway;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A process that holds the lock on its file until it is killed. */
final class LockingJob {

    private LockingJob() {}

    /** Argument: the file. Prints a line once it is locked. */
    public static void main(String[] arguments) throws IOException {
        try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
            channel.lock();
            System.out.println("locked");
            System.in.read();
        }
    }
}
