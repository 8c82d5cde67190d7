package io.labnet.mail.account;

import io.labnet.mail.message.Address;
import java.util.List;

/** Where accounts outlive the process. */
public interface AccountStore {
    List<Account> all();

    /** Keeps an account, in place of an older one of the same address. */
    void keep(Account account);

    /** Forgets an account with its folders and messages. */
    void forget(Address address);
}
