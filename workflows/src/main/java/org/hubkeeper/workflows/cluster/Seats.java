package org.hubkeeper.workflows.cluster;

import java.util.Locale;

/**
 * How many users a node seats, in nominal figures as the machine is sold; what the system keeps for
 * itself makes it a seat or two fewer. procedures.md 2.3.
 *
 * @param least when every user takes as much memory as is allowed
 * @param most when every user takes just what is guaranteed
 */
public record Seats(int least, int most) {

  /**
   * What a user server gets.
   *
   * @param memoryGuarantee GB
   * @param memoryLimit GB
   * @param cpuGuarantee processors; 0 for none
   */
  public record Share(double memoryGuarantee, double memoryLimit, double cpuGuarantee) {

    /** As the documents set it: 0.1 CPU and 0.5 GB guaranteed, 1.0 GB at most. */
    public static final Share USUAL = new Share(0.5, 1.0, 0.1);
  }

  /** Seats of one node. */
  public static Seats of(double cpus, double memoryGB, Share share) {
    int byCpu = share.cpuGuarantee() > 0 ? (int) (cpus / share.cpuGuarantee()) : Integer.MAX_VALUE;
    int most = (int) Math.min(byCpu, memoryGB / share.memoryGuarantee());
    return new Seats((int) Math.min(most, memoryGB / share.memoryLimit()), most);
  }

  /** On nodes with fewer guaranteed seats, scaling never comes to rest. */
  boolean few() {
    return most <= 4;
  }

  @Override
  public String toString() {
    return least == most
        ? String.format(Locale.ROOT, "%d seats", most)
        : String.format(Locale.ROOT, "%d to %d seats", least, most);
  }
}
