//! Calls on sockets.

super::calls! { Network:
    socket(domain, type, protocol) -> Descriptor, "Creates a socket that is not yet connected or bound.";
    socketpair(domain, type, protocol, sv) -> Done, "Creates two sockets that are connected to each other.";
    bind(sockfd, addr, addrlen) -> Done, "Gives a socket its own address: port, or path for a unix socket.";
    listen(sockfd, backlog) -> Done, "Makes a socket accept connections; the kernel completes them and queues up to backlog of them.";
    accept(sockfd, addr, addrlen) -> Descriptor, "Takes the next finished connection from a listening socket's queue.";
    accept4(sockfd, addr, addrlen, flags) -> Descriptor, "Takes the next finished connection from a listening socket's queue, with flags for the new descriptor.";
    connect(sockfd, addr, addrlen) -> Done, "Connects a socket to a peer; for UDP it only sets the peer and sends nothing.";
    shutdown(sockfd, how) -> Done, "Ends one or both directions of a connection while the descriptor stays open.";
    send(sockfd, buf, len, flags) -> BytesOut, "Hands bytes for the peer to the kernel.";
    sendto(sockfd, buf, len, flags, dest_addr, addrlen) -> BytesOut, "Hands bytes to the kernel for the peer, or for the address given.";
    sendmsg(sockfd, msg, flags) -> BytesOut, "Sends a message from several buffers, which may carry descriptors and other control data.";
    sendmmsg(sockfd, msgvec, vlen, flags) -> Count, "Sends several messages in one call.";
    recv(sockfd, buf, len, flags) -> BytesIn, "Takes bytes that have arrived.", zero "End of file: the peer has closed its side and sends no more.";
    recvfrom(sockfd, buf, len, flags, src_addr, addrlen) -> BytesIn, "Takes bytes that have arrived, and tells from whom.", zero "End of file: the peer has closed its side and sends no more.";
    recvmsg(sockfd, msg, flags) -> BytesIn, "Takes a message into several buffers, with descriptors and other control data.", zero "End of file: the peer has closed its side and sends no more.";
    recvmmsg(sockfd, msgvec, vlen, flags, timeout) -> Count, "Takes several messages in one call.";
    getsockopt(sockfd, level, optname, optval, optlen) -> Done, "Reads an option or the pending error of a socket; the value is in the fourth argument, not in the result.";
    setsockopt(sockfd, level, optname, optval, optlen) -> Done, "Sets an option of a socket.";
    getsockname(sockfd, addr, addrlen) -> Done, "Asks for the socket's own address.";
    getpeername(sockfd, addr, addrlen) -> Done, "Asks for the address of the peer.";
    socketcall(call, args) -> Value, "Does one of the socket calls, chosen by number, in 32-bit programs.";
    sethostname(name, len) -> Done, "Sets the name of the machine.";
    setdomainname(name, len) -> Done, "Sets the NIS domain of the machine.";
}
