customers-new = New customer
customers-make = Make this customer
customers-none = There is no customer here yet.
customers-none-fit = No customer fits. Try another word, or show all.
customers-about = About the customer
customers-kind = Kind
customers-company = Company
customers-person = Person
customers-email = E-mail
customers-phone = Phone
customers-address = Address
customers-website = Website
customers-industry = Industry
customers-tax-id = Tax number
customers-related = Related company
customers-manager = Account manager
customers-balance = Left to pay
customers-credit = Credit limit
customers-since = Since
customers-contacts = Contacts
customers-contact-new = New contact
customers-contact-edit = Edit contact
customers-no-contacts = No contact yet.
customers-no-projects = No project yet.
customers-position = Position
customers-delete-what = { $projects ->
    [0] The customer goes with its contacts, files and shares.
    [one] The customer goes with its contacts, files and shares. Its one project stays, without a client.
   *[other] The customer goes with its contacts, files and shares. Its { $projects } projects stay, without a client.
}

said-customer-made = The customer is made.
said-customer-saved = The customer was saved.
said-customer-deleted = The customer was deleted.
said-contact-saved = The contact was saved.
said-contact-deleted = The contact was deleted.
