package io.gradwatch.agent;

/**
 * Health of the agent.
 *
 * @param cause why records do not flow, or are not safe in files; empty when all is well
 * @param droppedRecords steps and evaluations of the job that were lost before they reached the spool
 * @param refusedRecords records that Kafka did not want, such as those larger than the topic allows
 * @param cutRows metrics and tensors that were left out of steps for want of memory
 * @param damagedSegments files of the spool that did not hold what was written
 * @param spooledBytes bytes that wait for Kafka
 */
public record AgentHealth(
        String cause, long droppedRecords, long refusedRecords, long cutRows, long damagedSegments, long spooledBytes) {

    /** True when records flow and none was lost. */
    public boolean ok() {
        return cause.isEmpty() && droppedRecords == 0 && refusedRecords == 0 && cutRows == 0 && damagedSegments == 0;
    }
}
