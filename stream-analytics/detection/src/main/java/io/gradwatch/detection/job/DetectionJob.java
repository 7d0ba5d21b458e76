package io.gradwatch.detection.job;

import io.gradwatch.detection.job.kafka.DeadLetter;
import io.gradwatch.detection.job.kafka.EncodedRecord;
import io.gradwatch.detection.job.kafka.KafkaConnections;
import io.gradwatch.detection.job.kafka.LogRecord;
import io.gradwatch.detection.job.kafka.LogRecordType;
import io.gradwatch.detection.job.kafka.PulsePerPartition;
import io.gradwatch.detection.job.kafka.SkippingSource;
import io.gradwatch.detection.job.operator.BroadcastRecord;
import io.gradwatch.detection.job.operator.BroadcastValidator;
import io.gradwatch.detection.job.operator.DetectionOperator;
import io.gradwatch.detection.job.operator.KeyValidator;
import io.gradwatch.detection.job.settings.DetectionSettings;
import io.gradwatch.detection.job.settings.FlinkSettings;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The pipeline: telemetry, keyed by run, through every detector, to alerts and dead letters; and what healthy runs
 * reached, to its topic and from there back to every detector, so that later runs are compared with it. What is set for
 * single projects and runs comes to every detector, too.
 *
 * <p>Event time is the time at which the broker appended a record, so the clocks of the training hosts do not matter.
 * It passes as long as anything is appended, and the job itself appends a pulse to every partition, so that a run whose
 * records stop can be told from a log that stopped.
 */
public final class DetectionJob {

    private DetectionJob() {}

    /** Adds the pipeline to an environment. Opens no connection. */
    public static void build(StreamExecutionEnvironment env, DetectionSettings settings) {
        env.configure(FlinkSettings.of(settings));
        KafkaConnections kafka = new KafkaConnections(settings);

        SingleOutputStreamOperator<LogRecord> telemetry = env.fromSource(
                        kafka.telemetry(), WatermarkStrategy.forMonotonousTimestamps(), "telemetry")
                .uid("telemetry")
                .process(new KeyValidator(), LogRecordType.INSTANCE)
                .name("key")
                .uid("key");

        SingleOutputStreamOperator<BroadcastRecord> references =
                broadcast(env, kafka.broadcastReferences(), BroadcastValidator.ofReferences(), "references");
        SingleOutputStreamOperator<BroadcastRecord> set =
                broadcast(env, kafka.broadcastSettings(), BroadcastValidator.ofSettings(), "settings");

        SingleOutputStreamOperator<EncodedRecord> alerts = telemetry
                .keyBy(record -> record.runId)
                .connect(references.union(set).broadcast())
                .transform("detection", TypeInformation.of(EncodedRecord.class), DetectionOperator.of(settings))
                .uid("detection");

        alerts.sinkTo(kafka.alerts()).name("alerts").uid("alerts");
        alerts.getSideOutput(EncodedRecord.REFERENCES)
                .sinkTo(kafka.references())
                .name("references")
                .uid("references");
        alerts.getSideOutput(DeadLetter.TAG)
                .union(
                        telemetry.getSideOutput(DeadLetter.TAG),
                        references.getSideOutput(DeadLetter.TAG),
                        set.getSideOutput(DeadLetter.TAG))
                .sinkTo(kafka.deadLetters())
                .name("dead-letters")
                .uid("dead-letters");
        pulse(env, settings, kafka);
    }

    /** One reader of each topic broadcasts to all detections, in one order. */
    private static SingleOutputStreamOperator<BroadcastRecord> broadcast(
            StreamExecutionEnvironment env, SkippingSource topic, BroadcastValidator gate, String name) {
        return env.fromSource(topic, WatermarkStrategy.noWatermarks(), "known-" + name)
                .setParallelism(1)
                .uid("known-" + name)
                .process(gate, TypeInformation.of(BroadcastRecord.class))
                .setParallelism(1)
                .name(name + "-gate")
                .uid(name + "-gate");
    }

    private static void pulse(StreamExecutionEnvironment env, DetectionSettings settings, KafkaConnections kafka) {
        double perSecond = 1000.0 / settings.pulseInterval().toMillis();
        DataGeneratorSource<Long> ticks = new DataGeneratorSource<>(
                tick -> tick, Long.MAX_VALUE, RateLimiterStrategy.perSecond(perSecond), Types.LONG);
        env.fromSource(ticks, WatermarkStrategy.noWatermarks(), "ticks")
                .setParallelism(1)
                .uid("ticks")
                .flatMap(new PulsePerPartition(settings.kafkaProperties()))
                .returns(Types.TUPLE(Types.INT, Types.PRIMITIVE_ARRAY(Types.BYTE)))
                .setParallelism(1)
                .name("pulse")
                .uid("pulse")
                .sinkTo(kafka.pulses())
                .setParallelism(1)
                .name("pulses")
                .uid("pulses");
    }
}
