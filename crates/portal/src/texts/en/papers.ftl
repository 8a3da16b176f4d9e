papers-invoice = Invoice { $number }
papers-estimate = Estimate { $number }
papers-issued-on = issued { $day }
papers-due-on = due { $day }
papers-valid-until = valid until { $day }
papers-draft = Draft
papers-void = Void
papers-paid = Paid
papers-open = To pay
papers-to-pay = { $amount } to pay
papers-overdue = Overdue
papers-accepted = Accepted
papers-declined = Declined
papers-expired = No longer valid
papers-waits = Waiting for you
papers-sent = Sent
papers-show-all = Every invoice
papers-show-all-estimates = Every estimate
papers-show-to-pay = To pay
papers-show-to-decide = To decide
papers-which = Which ones
papers-find-invoice = Find an invoice
papers-find-estimate = Find an estimate
papers-no-invoice = There is no invoice for you at the moment.
papers-no-estimate = There is no estimate for you at the moment.
papers-beside = How it stands
papers-for = For
papers-from = From
papers-issued = Issued
papers-pay-by = Please pay by
papers-valid = Valid until
papers-left = Still to pay
papers-reference = Please write { $number } as the reference of your transfer.
papers-lines = What it is for
papers-line = For
papers-quantity = Quantity
papers-price = Price
papers-tax-rate = Tax
papers-amount = Amount
papers-subtotal = Sum without tax
papers-tax = Tax
papers-tax-on = Tax { $rate } on { $sum }
papers-total = Total
papers-paid-on = Paid on { $day }
papers-paid-so-far = Paid so far
papers-arrived = { $paid } of { $total } has arrived.
papers-prints = This page prints as the paper alone.
papers-due-today = Due today
papers-due-in = { $count ->
    [one] Due tomorrow
   *[other] Due in { $count } days
}
papers-late-by = { $count ->
    [one] One day late
   *[other] { $count } days late
}
papers-payments = Payments
papers-made-of-it = Made from this
