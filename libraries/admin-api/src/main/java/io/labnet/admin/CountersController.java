package io.labnet.admin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A service's own counters as plain JSON: every counter and gauge whose name begins with {@code
 * labnet.<noun>.}; those with the same name and other tags are added up.
 */
@RestController
public class CountersController {
    private final MeterRegistry meters;
    private final String prefix;

    public CountersController(MeterRegistry meters, LabSettings lab) {
        this.meters = meters;
        this.prefix = "labnet." + lab.noun() + ".";
    }

    @GetMapping("/api/${labnet.noun}/counters")
    Map<String, Double> counters() {
        var counters = new TreeMap<String, Double>();
        for (var meter : meters.getMeters()) {
            var name = meter.getId().getName();
            if (name.startsWith(prefix)) {
                counters.merge(name.substring(prefix.length()), value(meter), Double::sum);
            }
        }
        return counters;
    }

    private static double value(Meter meter) {
        return switch (meter) {
            case Counter counter -> counter.count();
            case Gauge gauge -> gauge.value();
            default -> meter.measure().iterator().next().getValue();
        };
    }
}
