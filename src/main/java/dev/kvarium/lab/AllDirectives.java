package dev.kvarium.lab;

import java.util.ArrayList;
import java.util.List;

/** The directives that every lab has, in the order of help; rooms above add theirs. */
final class AllDirectives {
  private AllDirectives() {}

  static List<DirectiveRow> rows() {
    List<DirectiveRow> rows = new ArrayList<>();
    rows.addAll(HelpDirectives.rows());
    rows.addAll(TimeDirectives.rows());
    rows.addAll(FaultDirectives.rows());
    rows.addAll(NetworkDirectives.rows());
    rows.addAll(LookDirectives.rows());
    rows.add(LintDirective.row());
    rows.add(ObjectsDirective.row());
    rows.add(StaleDirective.row());
    rows.addAll(DiskDirectives.rows());
    rows.addAll(WhyDirectives.rows());
    rows.addAll(WorldDirectives.rows());
    rows.addAll(RingDirectives.rows());
    rows.addAll(ProxyDirectives.rows());
    rows.addAll(AppDirectives.rows());
    rows.add(ClusterDirective.row());
    rows.addAll(ForkDirectives.rows());
    rows.add(Sandbox.row());
    rows.add(RepeatDirective.row());
    rows.addAll(TrafficDirectives.rows());
    rows.addAll(WorkloadDirectives.rows());
    rows.addAll(RecordDirectives.rows());
    return rows;
  }
}
