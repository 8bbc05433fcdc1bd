//! Calls on memory.

super::calls! { Memory:
    brk(addr) -> Address, "Moves the end of the heap; with NULL it only asks where it is.";
    mmap(addr, length, prot, flags, fd, offset) -> Address, "Maps a file, or fresh memory, into the address space.";
    old_mmap(addr, length, prot, flags, fd, offset) -> Address, "Maps a file, or fresh memory, into the address space, in 32-bit programs.";
    munmap(addr, length) -> Done, "Gives mapped memory back.";
    mremap(old_address, old_size, new_size, flags, new_address) -> Address, "Grows, shrinks or moves a mapping.";
    remap_file_pages(addr, size, prot, pgoff, flags) -> Done, "Rearranges the pages of a mapped file.";
    mprotect(addr, size, prot) -> Done, "Sets whether memory may be read, written or executed.";
    pkey_mprotect(addr, len, prot, pkey) -> Done, "Sets how memory may be used and puts it under a protection key.";
    pkey_alloc(flags, access_rights) -> Value, "Reserves a memory protection key.";
    pkey_free(pkey) -> Done, "Gives a memory protection key back.";
    madvise(addr, length, advice) -> Done, "Tells the kernel how memory is going to be used, or that it is not needed.";
    process_madvise(pidfd, iovec, vlen, advice, flags) -> BytesOut, "Tells the kernel how another process is going to use its memory.";
    mincore(addr, length, vec) -> Done, "Asks which pages of a mapping are in memory.";
    msync(addr, length, flags) -> Done, "Writes the changed pages of a mapped file back.";
    mlock(addr, len) -> Done, "Keeps memory from being swapped out.";
    mlock2(addr, len, flags) -> Done, "Keeps memory from being swapped out.";
    mlockall(flags) -> Done, "Keeps all memory of the process from being swapped out.";
    munlock(addr, len) -> Done, "Lets memory be swapped out again.";
    munlockall() -> Done, "Lets all memory of the process be swapped out again.";
    mseal(addr, size, flags) -> Done, "Forbids further changes to a mapping.";
    map_shadow_stack(addr, size, flags) -> Address, "Creates a shadow stack for return addresses.";
    membarrier(cmd, flags, cpu_id) -> Value, "Makes memory accesses of all threads visible in order.";
    mbind(addr, len, mode, nodemask, maxnode, flags) -> Done, "Sets from which NUMA nodes a mapping gets its memory.";
    set_mempolicy(mode, nodemask, maxnode) -> Done, "Sets from which NUMA nodes the thread gets its memory.";
    set_mempolicy_home_node(start, len, home_node, flags) -> Done, "Sets which NUMA node a mapping prefers.";
    get_mempolicy(mode, nodemask, maxnode, addr, flags) -> Done, "Asks from which NUMA nodes memory comes.";
    migrate_pages(pid, maxnode, old_nodes, new_nodes) -> Count, "Moves the memory of a process to other NUMA nodes.";
    move_pages(pid, count, pages, nodes, status, flags) -> Count, "Moves single pages of a process to other NUMA nodes.";
    process_vm_readv(pid, local_iov, liovcnt, remote_iov, riovcnt, flags) -> BytesIn, "Reads the memory of another process.";
    process_vm_writev(pid, local_iov, liovcnt, remote_iov, riovcnt, flags) -> BytesOut, "Writes to the memory of another process.";
    process_mrelease(pidfd, flags) -> Done, "Frees the memory of a process that is being killed.";
    userfaultfd(flags) -> Descriptor, "Creates a descriptor through which a program handles its own page faults.";
    shmget(key, size, shmflg) -> Value, "Finds or creates a segment of shared memory.";
    shmat(shmid, shmaddr, shmflg) -> Address, "Maps a segment of shared memory.";
    shmdt(shmaddr) -> Done, "Unmaps a segment of shared memory.";
    shmctl(shmid, op, buf) -> Value, "Asks about, changes or removes a segment of shared memory.";
    arch_prctl(op, addr) -> Done, "Sets a register base or feature of the processor for this thread, such as the one for thread-local data.";
    set_thread_area(u_info) -> Done, "Sets where thread-local data is, in 32-bit programs.";
    get_thread_area(u_info) -> Done, "Asks where thread-local data is, in 32-bit programs.";
    modify_ldt(func, ptr, bytecount) -> Value, "Reads or changes the process's table of memory segments.";
}
