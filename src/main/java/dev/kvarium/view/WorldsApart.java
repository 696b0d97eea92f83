package dev.kvarium.view;

import java.util.List;

/**
 * What differs between two worlds.
 *
 * @param here the name of the world at hand
 * @param there the name of the other
 * @param inCommon how many steps both took before they parted
 * @param parting the last of those; empty when there was none
 * @param stepsHere what the world at hand did since, as it could be typed
 * @param stepsThere and what the other did
 * @param rows what is not the same now
 */
public record WorldsApart(
    String here,
    String there,
    int inCommon,
    String parting,
    List<String> stepsHere,
    List<String> stepsThere,
    List<Row> rows) {
  public WorldsApart {
    stepsHere = List.copyOf(stepsHere);
    stepsThere = List.copyOf(stepsThere);
    rows = List.copyOf(rows);
  }

  /**
   * One thing that is not the same.
   *
   * @param what a key, a field of one, a setting, a figure
   * @param here as it is in the world at hand; empty where it is not there
   * @param there as it is in the other; empty where it is not there
   */
  public record Row(String what, String here, String there) {}
}
