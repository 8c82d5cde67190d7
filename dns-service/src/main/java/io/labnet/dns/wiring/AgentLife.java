package io.labnet.dns.wiring;

import io.labnet.dns.delegation.ParentalAgent;
import org.springframework.context.SmartLifecycle;

/** Lets children be asked for their keys while the context runs. */
final class AgentLife implements SmartLifecycle {
    private final ParentalAgent agent;
    private final boolean isEnabled;
    private boolean isRunning;

    AgentLife(ParentalAgent agent, boolean isEnabled) {
        this.agent = agent;
        this.isEnabled = isEnabled;
    }

    @Override
    public synchronized void start() {
        if (isEnabled) {
            agent.start();
        }
        isRunning = true;
    }

    @Override
    public synchronized void stop() {
        agent.close();
        isRunning = false;
    }

    @Override
    public synchronized boolean isRunning() {
        return isRunning;
    }
}
