package io.gradwatch.fleet.live.table;

import io.gradwatch.fleet.live.row.RunIndex;
import io.gradwatch.schema.GroupChange;
import java.time.Duration;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * One {@link RunProcessor} for each partition, with its tables.
 *
 * @param index takes the rows of all of them
 * @param retention how long a run is kept after its last record
 */
record RunProcessorSupplier(RunIndex index, Duration retention)
        implements ProcessorSupplier<String, SpecificRecord, String, GroupChange> {

    @Override
    public Processor<String, SpecificRecord, String, GroupChange> get() {
        return new RunProcessor(index, retention);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return LiveTableStores.all();
    }
}
