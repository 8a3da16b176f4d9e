orders-new = New
orders-confirmed = Confirmed
orders-shipped = On its way
orders-delivered = Delivered
orders-cancelled = Cancelled
orders-show-all = Every order
orders-show-open = Not delivered yet
orders-which = Which orders
orders-find = Find an order
orders-none = There is no order here at the moment.
orders-on-its-way = On its way: order { $number }
orders-arrives = Arrives { $day }
orders-expected = Was expected { $day }
orders-ordered = Ordered
orders-going-to = Going to
orders-parcel = In the parcel
orders-order = Order
orders-named = Order { $number }
orders-delivery = Delivery
orders-products = Products
orders-product = Product
orders-quantity = Quantity
orders-price = Price
orders-discount = Discount
orders-amount = Amount
orders-total = Total
orders-status = Status
orders-caption = Orders, newest first
orders-more-lines = { $count ->
    [one] and one more
   *[other] and { $count } more
}
