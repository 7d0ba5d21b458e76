package io.gradwatch.benchmarks.training;

import io.gradwatch.benchmarks.setup.ScratchKafka;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.function.LongConsumer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.dataset.DataSet;

/** A network in training with what watches it. */
final class WatchedNetwork implements AutoCloseable {

    private final List<DataSet> minibatches;
    private final MultiLayerNetwork network;
    private final TrainingListener listener;

    WatchedNetwork(NetworkSize size, Watcher watcher, ScratchKafka kafka) {
        minibatches = DigitsLike.minibatches(size.batchSize());
        network = size.build();
        listener = watcher.listener(kafka).orElse(null);
        if (listener != null) {
            network.setListeners(listener);
        }
    }

    int stepsPerEpoch() {
        return minibatches.size();
    }

    /** Trains whole epochs for at least a while. */
    EpochTime train(long nanos) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        long startCpu = threads.getCurrentThreadCpuTime();
        int epochs = 0;
        do {
            minibatches.forEach(network::fit);
            epochs++;
        } while (System.nanoTime() - start < nanos);
        return new EpochTime(
                (System.nanoTime() - start) / 1e9 / epochs,
                (threads.getCurrentThreadCpuTime() - startCpu) / 1e9 / epochs);
    }

    /** Trains one epoch and reports the duration of each step, nanoseconds. */
    void epoch(LongConsumer stepNanos) {
        for (DataSet minibatch : minibatches) {
            long start = System.nanoTime();
            network.fit(minibatch);
            stepNanos.accept(System.nanoTime() - start);
        }
    }

    @Override
    public void close() throws Exception {
        if (listener instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }
}
