package dev.kvarium.lab;

import dev.kvarium.app.AppSnapshot;
import dev.kvarium.app.WorkloadSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * An application of a lab with the last workload that it got, and how that went: all that is needed
 * to let the same clients ask a real store.
 *
 * @param memcached whether its cache is one
 */
public record AppRun(AppSnapshot app, WorkloadSpec spec, boolean memcached) {
  /** Those of a lab, in the order in which they were made; without a workload, none. */
  public static List<AppRun> of(Lab lab) {
    Apps apps = lab.world().apps();
    List<AppRun> runs = new ArrayList<>();
    for (AppPlan plan : apps.plans()) {
      apps.workload(plan.name())
          .ifPresent(
              workload ->
                  runs.add(
                      new AppRun(
                          apps.snapshot(plan.name()).orElseThrow(),
                          workload.spec(),
                          lab.world().isMemcached(plan.cache()))));
    }
    return runs;
  }
}
