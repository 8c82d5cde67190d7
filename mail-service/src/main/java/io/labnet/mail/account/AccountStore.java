package io.labnet.mail.account;

import io.labnet.mail.message.Address;
import java.util.List;
import java.util.Optional;

/** Where accounts outlive the process. */
public interface AccountStore {
    List<Account> all();

    /**
     * An account by its address.
     *
     * @param address normalized
     */
    Optional<Account> find(Address address);

    /** Keeps an account, in place of an older one of the same address. */
    void keep(Account account);

    /** Forgets an account with its folders and messages; false when there is none. */
    boolean forget(Address address);
}
